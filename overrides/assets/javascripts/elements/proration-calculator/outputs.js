// The results: draws an answer into the places that the page holds for it.

/** @import { Fault, Texts } from "./controls.js" */
/** @typedef {{of: string, text: string}} Step */
/** @typedef {{label: string, value: string, note: string}} Line */
/** @typedef {{quantity_after: Line, due_now: Line, renewal: Line, estimate: string}} Summary */
/**
 * @typedef {object} Answer what `calculator.form` answers, as far as the page uses it
 * @property {boolean} ok
 * @property {Texts} controls
 * @property {Record<string, string>} echo
 * @property {Summary} summary when ok
 * @property {Step[]} steps when ok
 * @property {string[]} assumptions when ok
 * @property {Fault[]} warnings when ok
 * @property {Fault[]} errors when not ok
 * @property {string | null} remaining when not ok
 */

/** @type {["quantity_after", "due_now", "renewal"]} */
const LINES = ["quantity_after", "due_now", "renewal"];

export class Outputs {
  /** The faults listed. */
  #told = "[]";

  /** @param {HTMLElement} region the live region that holds them all */
  constructor(region) {
    this.region = region;
    this.example = region.cloneNode(true).childNodes;
  }

  /** Puts the worked example back. */
  showExample() {
    this.#told = "[]";
    this.region.replaceChildren(...[...this.example].map((node) => node.cloneNode(true)));
  }

  /** @param {Answer} answer */
  show({ summary, steps, assumptions, warnings }) {
    for (const name of LINES) {
      const { label, value, note } = summary[name];
      this.#write(`[data-label="${name}"]`, label);
      this.#write(`[data-output="${name}"], [data-value="${name}"]`, value);
      this.#write(`[data-note="${name}"]`, note);
      this.#list(`[data-steps="${name}"]`, steps.filter((step) => step.of === name).map((step) => step.text));
    }
    this.#write("[data-output=estimate]", summary.estimate);
    this.#list("[data-output=assumptions]", assumptions);
    this.#list("[data-output=warnings]", warnings.map((warning) => warning.message));
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
    summary.querySelector("ul")?.replaceChildren(...links.map(item));
  }

  /** @param {string} text what is left to fill in, or nothing */
  remind(text) {
    const hint = this.#find("[data-output=remaining]");
    hint.hidden = text === "";
    hint.textContent = text;
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
    for (const place of this.region.querySelectorAll(selector)) place.textContent = text;
  }

  /**
   * @param {string} selector
   * @param {string[]} texts
   */
  #list(selector, texts) {
    const list = this.region.querySelector(selector);
    list?.replaceChildren(...texts.map(item));
    if (list instanceof HTMLUListElement) list.hidden = texts.length === 0;
  }
}

/** @param {string | Node} content */
function item(content) {
  const element = document.createElement("li");
  element.append(content);
  return element;
}
