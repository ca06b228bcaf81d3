// Whether there is an answer to be had: what is said while Python is prepared, and when it can't be had.

/** @import { Reason, Stage } from "../../worker/messages.js" */

const PATIENCE = 300; // milliseconds before a reader is told that something is being prepared

export class Condition {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;

  /** @param {HTMLElement} region the live region that holds the sentences */
  constructor(region) {
    this.region = region;
  }

  prepare() {
    this.clear();
    this.#waiting = setTimeout(() => (this.#part("progress").hidden = false), PATIENCE);
  }

  /** @param {Stage} stage */
  at(stage) {
    const sentences = /** @type {NodeListOf<HTMLElement>} */ (this.region.querySelectorAll("[data-stage]"));
    for (const sentence of sentences) sentence.hidden = sentence.dataset.stage !== stage;
  }

  clear() {
    clearTimeout(this.#waiting);
    this.#part("progress").hidden = true;
    this.#part("failure").hidden = true;
  }

  /** @param {Reason} reason */
  fail(reason) {
    this.clear();
    const sentences = /** @type {NodeListOf<HTMLElement>} */ (this.region.querySelectorAll("[data-reason]"));
    for (const sentence of sentences) sentence.hidden = sentence.dataset.reason !== reason;
    this.#part("failure").hidden = false;
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  #part(name) {
    return /** @type {HTMLElement} */ (this.region.querySelector(`[data-part="${name}"]`));
  }
}
