// The results: draws an answer into the places that the page holds for it.

import { Explanation } from "./explanation.js";
import { moveTimeline } from "./timeline.js";

/** @import { Fault, Texts } from "./controls.js" */
/** @import { Step } from "./explanation.js" */
/** @typedef {{label: string, value: string, note: string}} Line */
/** @typedef {Record<Name, Line> & {dialog: string[], estimate: string}} Summary */
/** @import { Timeline } from "./timeline.js" */
/** @typedef {{method: string, label: string, pay: string, usable: string}} Payment */
/** @typedef {"quantity_after" | "due_now" | "renewal"} Name */
/**
 * @typedef {object} Answer what `calculator.form` answers, as far as the page uses it
 * @property {boolean} ok
 * @property {Texts} controls
 * @property {Record<string, string>} echo
 * @property {Summary} summary when ok
 * @property {Step[]} steps when ok
 * @property {string[]} assumptions when ok
 * @property {Fault[]} warnings when ok
 * @property {Payment | null} payment when ok
 * @property {Timeline} timeline when ok
 * @property {Texts} portable when ok: the texts of a link
 * @property {Fault[]} errors when not ok
 * @property {string | null} remaining when not ok
 */

/** @type {Name[]} */
const LINES = ["quantity_after", "due_now", "renewal"];

export class Outputs {
  /** The faults listed. */
  #told = "[]";
  /** What is shown; none: the worked example. @type {Answer | undefined} */
  #answer;
  /** The answer that each explanation tells of. @type {WeakMap<Element, Answer>} */
  #explained = new WeakMap();

  /**
   * @param {HTMLElement} root holds every output
   * @param {HTMLElement} region the live region in it
   * @param {Record<string, string>} rules addresses of the rules' paragraphs
   */
  constructor(root, region, rules) {
    this.root = root;
    this.region = region;
    this.explanation = new Explanation(rules);
    this.example = region.cloneNode(true).childNodes;
  }

  /** Puts the worked example back. */
  showExample() {
    const open = this.open;
    this.#told = "[]";
    this.#answer = undefined;
    this.region.replaceChildren(...[...this.example].map((node) => node.cloneNode(true)));
    this.open = open;
  }

  /** @param {Answer} answer */
  show(answer) {
    const { summary, warnings, payment } = answer;
    this.#answer = answer;
    for (const name of LINES) {
      const { label, value, note } = summary[name];
      this.#write(`[data-label="${name}"]`, label);
      this.#write(`[data-output="${name}"], [data-value="${name}"]`, value);
      this.#write(`[data-note="${name}"]`, note);
    }
    this.#tell("dialog", "p", summary.dialog);
    this.#tell("payment", "p", payment ? [payment.pay, payment.usable] : []);
    this.#tell("warnings", "li", warnings.map((warning) => warning.message));
    this.#write("[data-output=estimate]", summary.estimate);
    moveTimeline(this.region, answer.timeline);
    this.explain(this.#openable.filter((place) => place.open));
  }

  /**
   * Draws what stands behind the answer into the parts that show it: at each keystroke only into open ones.
   * @param {HTMLDetailsElement[]} places
   */
  explain(places = this.#openable) {
    for (const place of places) this.#explain(place);
  }

  /** @param {HTMLDetailsElement} place */
  #explain(place) {
    const answer = this.#answer;
    if (!answer || this.#explained.get(place) === answer) return;
    this.#explained.set(place, answer);
    const name = place.dataset.opens ?? "";
    if (name === "assumptions") return this.#tell(name, "li", answer.assumptions);
    this.explanation.draw(place, answer.steps.filter(({ of }) => of === name), answer.portable);
  }

  /** Returns the names of the parts that the reader has opened. */
  get open() {
    return this.#openable.filter((place) => place.open).map((place) => place.dataset.opens ?? "");
  }

  set open(names) {
    for (const place of this.#openable) place.open = names.includes(place.dataset.opens ?? "");
  }

  /**
   * Lists the faults, each as a link to its control; none hides the list.
   * @param {Fault[]} faults
   * @param {(name: string) => Element | undefined} control
   */
  summarize(faults, control) {
    const told = JSON.stringify(faults);
    if (told === this.#told) return; // a link that is being pressed must stay where it is
    this.#told = told;
    const links = faults.map(({ field, message }) => {
      const link = document.createElement("a");
      link.href = `#${control(field)?.id ?? ""}`;
      link.dataset.focus = field;
      link.textContent = message;
      return link;
    });
    const summary = this.#find("[data-part=faults]");
    summary.hidden = links.length === 0;
    summary.querySelector("ul")?.replaceChildren(...links.map((link) => around("li", link)));
  }

  /** @param {string} text what is left to fill in, or nothing */
  remind(text) {
    const hint = this.#find("[data-output=remaining]");
    hint.hidden = text === "";
    hint.textContent = text;
  }

  get #openable() {
    return [...this.region.querySelectorAll(/** @type {"details"} */ ("details[data-opens]"))];
  }

  /** @param {string} selector */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.region.querySelector(selector));
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  #write(selector, text) {
    for (const place of this.root.querySelectorAll(selector)) place.textContent = text;
  }

  /**
   * Writes texts into a part, each in an element of its own; a part with none is hidden.
   * @param {string} name
   * @param {"p" | "li"} tag
   * @param {string[]} texts
   */
  #tell(name, tag, texts) {
    const place = this.#find(`[data-output="${name}"]`);
    place.replaceChildren(...texts.map((text) => around(tag, text)));
    place.hidden = texts.length === 0;
  }
}

/**
 * @param {"p" | "li"} tag
 * @param {string | Node} content
 */
function around(tag, content) {
  const element = document.createElement(tag);
  element.append(content);
  return element;
}
