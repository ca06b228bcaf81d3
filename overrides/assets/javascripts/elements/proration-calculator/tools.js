// The tools under the answer: a bar of buttons, of which each opens one panel. Python answers, panels draw.

import { Budget } from "./budget.js";
import { OtherAmount } from "./other-amount.js";
import { Scenarios } from "./scenarios.js";
import { CalendarEntry, CopiedText, PrintedRequest, PrivateLink } from "./take-away.js";
import { WhenToBuy } from "./when-to-buy.js";

/** @import { Put, Standing, Tool } from "./tool.js" */
/** @import { Texts } from "./controls.js" */
/**
 * What a panel's answer says, whatever the question; each tool knows the rest of its own.
 * @typedef {{ok: boolean, errors?: {code: string, field: string, message: string}[], [part: string]: any}} Told
 */
/** @typedef {{open: string, texts: Texts}} Kept what the page in the other language gets to know */

export class Tools {
  /** @type {Standing} */
  #standing = "none";

  /**
   * @param {HTMLElement} region
   * @param {Put} ask asks Python; the form's texts, the language and the day are its own concern
   * @param {() => string} address the private link to the figures in the form
   */
  constructor(region, ask, address) {
    this.region = region;
    /** @type {Put} */
    const put = (question, own) => this.#put(ask, question, own);
    const section = (/** @type {string} */ name) => this.#find(`[data-tool="${name}"]`);
    /** @type {Tool[]} */
    this.tools = [
      new WhenToBuy(section("when_to_buy"), put),
      new Scenarios(section("scenarios"), put),
      new OtherAmount(section("other_amount"), put),
      new Budget(section("budget"), put),
      new PrivateLink(section("link"), put, address),
      new PrintedRequest(section("print"), put, address),
      new CalendarEntry(section("calendar"), put, address),
      new CopiedText(section("copy"), put, address),
    ];
    region.addEventListener("click", (event) => this.#press(event));
    region.addEventListener("keydown", (event) => event.key === "Escape" && this.#leave());
  }

  /**
   * Tells the tools how the reader's figures stand, once they are settled.
   * @param {{ok: boolean} | undefined} answer the form's; none while the example is shown
   */
  show(answer) {
    this.#standing = !answer ? "none" : answer.ok ? "ready" : "incomplete";
    this.#stand(false);
  }

  /** Takes back what the tools said: Python can't be had, which the calculator tells. */
  fail() {
    this.#standing = "failed";
    this.#stand(false);
  }

  /** Returns what the reader opened and typed here. */
  get kept() {
    /** @type {Kept} */
    const kept = { open: this.#open, texts: Object.assign({}, ...this.tools.map((tool) => tool.texts)) };
    return kept;
  }

  /** @param {Kept} kept */
  restore({ open, texts }) {
    for (const tool of this.tools) tool.texts = texts;
    this.#unfold(open);
  }

  // --- the bar

  get #panels() {
    return /** @type {NodeListOf<HTMLElement>} */ (this.region.querySelectorAll("[data-panel]"));
  }

  get #open() {
    return [...this.#panels].find((panel) => !panel.hidden)?.dataset.panel ?? "";
  }

  /** @param {Event} event */
  #press({ target }) {
    const button = /** @type {HTMLElement} */ (target).closest("button");
    if (button?.dataset.act === "again") this.#stand(true);
    const id = button?.getAttribute("aria-controls");
    const panel = [...this.#panels].find((each) => each.id === id);
    if (panel) this.#unfold(panel.hidden ? (panel.dataset.panel ?? "") : "");
  }

  /** Closes the panel that is open and goes back to its button. */
  #leave() {
    const button = /** @type {HTMLElement | null} */ (this.region.querySelector('[aria-expanded="true"]'));
    this.#unfold("");
    button?.focus();
  }

  /** @param {string} name of the only panel to stand open; none closes all */
  #unfold(name) {
    for (const panel of this.#panels) {
      const isOpen = panel.dataset.panel === name;
      panel.hidden = !isOpen;
      this.#find(`[aria-controls="${panel.id}"]`).ariaExpanded = String(isOpen);
    }
    this.#stand(true);
  }

  // --- how the figures stand

  /** @param {boolean} here whether the reader is at work in the tools, and waits to hear of them */
  #stand(here) {
    for (const sentence of this.#all("[data-standing]"))
      sentence.hidden = this.#open === "" || sentence.dataset.standing !== this.#standing;
    this.#find("[data-part=unanswered]").hidden = true;
    this.#find(".standing").ariaLive = here ? "polite" : "off";
    for (const tool of this.tools) tool.stand(this.#standing, here);
  }

  /**
   * Returns what Python says; nothing where it can’t be had, which is told.
   * @param {Put} ask
   * @param {string} question
   * @param {object} own
   */
  async #put(ask, question, own) {
    try {
      return await ask(question, own);
    } catch (error) {
      this.#find("[data-part=unanswered]").hidden = false;
      console.error(error); // readers get the sentence, developers the cause
      return undefined;
    }
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.region.querySelector(selector));
  }

  /**
   * @param {string} selector
   * @returns {NodeListOf<HTMLElement>}
   */
  #all(selector) {
    return this.region.querySelectorAll(selector);
  }
}
