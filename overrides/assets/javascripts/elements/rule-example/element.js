// "See it with my figures": what a rule says of the example, then of the reader's own figures. Python says it.

import { sharedClient } from "../../worker/client.js";
import { today } from "../../today.js";
import { kept, linkTo, parts } from "../proration-calculator/carried-figures.js";

/** @import { Figures } from "../proration-calculator/carried-figures.js" */
/** @typedef {{policy?: unknown, time?: string}} Changes what a variant changes in the reader's request */
/** @typedef {{rule: string, of: string, text: string}} Step */
/**
 * @typedef {object} Answer what `form` and `preview` answer, as far as it is used here
 * @property {boolean} ok
 * @property {Record<string, string>} request when ok, of `form`
 * @property {Step[]} steps when ok
 * @property {{due_now: {label: string, value: string}}} summary when ok
 */
/** @typedef {"none" | "faulty" | "elsewhere" | "failed" | "preparing"} Reason why the example is still shown */

const PATIENCE = 300; // milliseconds before a reader is told that something is being prepared

export class RuleExample extends HTMLElement {
  #unwire = new AbortController();
  /** The example's sentences, as the page was built. @type {Node[]} */
  #example = [];
  #asking = false;

  connectedCallback() {
    this.#unwire = new AbortController();
    const { signal } = this.#unwire;
    const button = this.#button;
    if (!button) return; // the example's figures are the only ones
    this.#example = [...this.#figures.childNodes];
    button.hidden = false;
    button.addEventListener("click", () => this.#press(), { signal });
    window.addEventListener("hashchange", () => this.#arrive(), { signal });
    this.#arrive();
  }

  disconnectedCallback() {
    this.#unwire.abort();
  }

  /** A link that leads to this rule with figures in it means these figures. */
  #arrive() {
    const { anchor, texts } = parts(location.hash);
    if (texts.size && anchor.replaceAll("-", "_") === this.dataset.rule) this.#showOwn();
  }

  #press() {
    if (this.hasAttribute("data-shown")) this.#showExample();
    else this.#showOwn();
  }

  #showExample() {
    this.#draw(this.#example, false);
    this.#tell();
  }

  async #showOwn() {
    if (this.#asking) return;
    const figures = ownFigures();
    if (!figures) return this.#tell("none");
    this.#asking = true;
    const progress = setTimeout(() => this.#tell("preparing"), PATIENCE);
    try {
      const answer = await this.#answer(figures);
      clearTimeout(progress);
      this.#show(answer, figures);
    } catch (error) {
      clearTimeout(progress);
      this.#tell("failed");
      console.error(error); // readers get the sentence, developers the cause
    } finally {
      this.#asking = false;
    }
  }

  /**
   * @param {Answer | undefined} answer none: the figures have faults
   * @param {Figures} figures
   */
  #show(answer, figures) {
    if (!answer) return this.#tell("faulty", figures);
    const { rule, of } = this.dataset;
    const told = answer.ok ? answer.steps.filter((step) => step.rule === rule && step.of === of) : [];
    if (!told.length) return this.#tell("elsewhere", figures);
    const sentences = told.map(({ text }) => paragraph(text));
    this.#draw([...sentences, ...this.#amount(answer)], true);
    this.#tell();
  }

  /**
   * Returns the amount due now, where the example shows one.
   * @param {Answer} answer
   */
  #amount(answer) {
    const shown = this.#example.find((node) => node instanceof Element && node.matches(".amount"));
    if (!shown) return [];
    const line = /** @type {HTMLElement} */ (shown.cloneNode(true));
    const { label, value } = answer.summary.due_now;
    /** @type {HTMLElement} */ (line.querySelector("span")).textContent = label;
    /** @type {HTMLElement} */ (line.querySelector("strong")).textContent = value;
    return [line];
  }

  // --- asking

  /**
   * Returns the answer to the reader's figures, changed as the variant says; nothing where they have faults.
   * @param {Figures} figures
   * @returns {Promise<Answer | undefined>}
   */
  async #answer({ controls, written_in }) {
    const language = this.dataset.language;
    const asked = { form: controls, language, today: today(), ...(written_in && { written_in }) };
    /** @type {Answer} */
    const answer = await this.#ask("form", asked);
    if (!answer.ok) return undefined;
    /** @type {Changes} */
    const { policy, time } = JSON.parse(this.dataset.asked ?? "{}");
    if (!policy) return answer;
    const change_at = answer.request.change_at + (time ? `T${time}` : "");
    return this.#ask("preview", { ...answer.request, change_at, policy, language });
  }

  /**
   * @param {string} question
   * @param {object} asked
   */
  async #ask(question, asked) {
    return JSON.parse(await sharedClient().ask(question, JSON.stringify(asked)));
  }

  // --- drawing

  /**
   * @param {Node[]} nodes
   * @param {boolean} own whether they are of the reader's figures
   */
  #draw(nodes, own) {
    this.toggleAttribute("data-shown", own);
    this.#figures.replaceChildren(...nodes);
    for (const name of this.querySelectorAll("[data-when]"))
      /** @type {HTMLElement} */ (name).hidden = (/** @type {HTMLElement} */ (name).dataset.when === "own") !== own;
    const button = this.#button;
    if (button) button.textContent = (own ? button.dataset.example : button.dataset.own) ?? "";
  }

  /**
   * Shows one of the page's sentences, or none. Its link takes the figures along that the address holds.
   * @param {Reason} [reason]
   * @param {Figures} [figures]
   */
  #tell(reason, figures) {
    for (const sentence of this.querySelectorAll("[data-reason]")) {
      const shown = /** @type {HTMLElement} */ (sentence).dataset.reason === reason;
      /** @type {HTMLElement} */ (sentence).hidden = !shown;
      const link = sentence.querySelector("a");
      if (shown && link && figures && !figures.written_in) link.href = linkTo(link.pathname, "", figures.controls);
    }
  }

  get #button() {
    return this.querySelector("button");
  }

  get #figures() {
    return /** @type {HTMLElement} */ (this.querySelector("[data-part=figures]"));
  }
}

/** Returns the figures of the address, else those that the reader has typed in this tab. */
function ownFigures() {
  const { texts } = parts(location.hash);
  return texts.size ? { controls: Object.fromEntries(texts) } : kept();
}

/** @param {string} text */
function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}
