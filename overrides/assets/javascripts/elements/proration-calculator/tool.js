// What all tools share: when they ask, whose answer they show, and where faults and sentences stand.

import { copied } from "../copy-link/element.js";

/** @import { Fault, Texts } from "./controls.js" */
/** @import { Told } from "./tools.js" */
/** @typedef {(question: string, own: object) => Promise<any>} Put asks Python, and says what it answers */
/**
 * How the reader's figures stand: none typed, not enough to compute with, computed, or not to be computed.
 * @typedef {"none" | "incomplete" | "ready" | "failed"} Standing
 */
/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

const PAUSE = 700; // milliseconds without typing after which a text counts as typed

/** One part of the page that asks one question. It asks only while it is open and there are figures. */
export class Tool {
  /** Counts what was asked: only the answer to the latest question is shown. */
  #turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pausing;
  /** @type {Standing} */
  #standing = "none";

  /**
   * @param {HTMLElement} section
   * @param {Put} put asks Python
   */
  constructor(section, put) {
    this.section = section;
    this.put = put;
    section.addEventListener("input", (event) => this.#type(event));
    section.addEventListener("keydown", (event) => this.#enter(event));
    section.addEventListener("click", (event) => this.press(actOf(event), event));
  }

  // --- for each tool to say

  /** Asks, and draws what is answered. */
  async update() {}

  /**
   * Does what a button stands for.
   * @param {string} act
   * @param {Event} event
   */
  press(act, event) {
    if (act === "copy") this.#copy(/** @type {HTMLElement} */ (event.target));
  }

  /** What the reader typed here, by the fields' names. @returns {Texts} */
  get texts() {
    return Object.fromEntries(this.fields.filter(({ value }) => value !== "").map((field) => [ownName(field), field.value]));
  }

  set texts(texts) {
    for (const field of this.fields) field.value = texts[ownName(field)] ?? field.value;
  }

  // --- asking

  /**
   * @param {Standing} standing
   * @param {boolean} here whether the reader is at work in the tools, and waits to hear of them
   */
  stand(standing, here) {
    this.#standing = standing;
    if (this.#mayAsk) this.#ask(here);
    else this.clear();
  }

  /** Takes back what an earlier answer said; what was typed stays. */
  clear() {
    this.#turn += 1;
    clearTimeout(this.#pausing);
    this.result.hidden = true;
    this.mark([]);
    this.tell("");
  }

  /**
   * Returns the answer to draw; nothing where it is late, faulty or not to be had.
   * @param {string} question
   * @param {object} [own]
   */
  async answer(question, own = {}) {
    const turn = ++this.#turn;
    /** @type {Told | undefined} */
    const answer = await this.put(question, own);
    if (turn !== this.#turn) return undefined;
    this.mark(answer?.errors ?? []);
    this.result.hidden = !answer?.ok;
    this.tell(answer?.ok ? (answer.text ?? "") : "");
    return answer?.ok ? answer : undefined;
  }

  get #mayAsk() {
    const panel = /** @type {HTMLElement} */ (this.section.closest("[data-panel]"));
    return !panel.hidden && this.#standing === "ready";
  }

  /** @param {boolean} here */
  #ask(here) {
    clearTimeout(this.#pausing);
    for (const region of this.section.querySelectorAll("[role=status]")) region.ariaLive = here ? "polite" : "off";
    return this.update();
  }

  /** @param {Event} event */
  #type({ target }) {
    if (!(target instanceof HTMLInputElement) || !target.dataset.own) return;
    clearTimeout(this.#pausing);
    this.#pausing = setTimeout(() => this.#mayAsk && this.#ask(true), PAUSE);
  }

  /** @param {KeyboardEvent} event */
  #enter({ key, target }) {
    const isOwn = target instanceof HTMLInputElement && target.dataset.own;
    if (key === "Enter" && isOwn && this.#mayAsk) this.#ask(true);
  }

  // --- drawing

  get result() {
    return this.find("[data-part=result]");
  }

  /** @returns {HTMLInputElement[]} */
  get fields() {
    return [...this.section.querySelectorAll(/** @type {"input"} */ ("input[data-own]"))];
  }

  /** @param {string} text what the tool answers, in a sentence or two; told to those who listen, too */
  tell(text) {
    const said = this.find("[data-slot=text]");
    if (said.textContent !== text) said.textContent = text;
  }

  /** @param {Fault[]} faults those of fields stand there, others above the answer */
  mark(faults) {
    const names = this.fields.map(ownName);
    for (const slot of /** @type {NodeListOf<HTMLElement>} */ (this.section.querySelectorAll("[data-fault]"))) {
      const name = slot.dataset.fault ?? "";
      const found = faults.filter(({ field }) => (name ? field === name : !names.includes(field)));
      slot.textContent = found.map(({ message }) => message).join(" ");
      const field = this.fields.find((each) => ownName(each) === name);
      if (field) field.ariaInvalid = found.length ? "true" : null;
    }
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  find(selector) {
    return /** @type {HTMLElement} */ (this.section.querySelector(selector));
  }

  /**
   * Writes a text that can be copied.
   * @param {string} text
   */
  offer(text) {
    /** @type {Field} */ (this.find(".copyable :is(input, textarea)")).value = text;
    this.find("[data-copied]").textContent = "";
  }

  /** @param {HTMLElement} button */
  async #copy(button) {
    const around = /** @type {HTMLElement} */ (button.closest(".copyable"));
    const field = /** @type {Field} */ (around.querySelector("input, textarea"));
    const told = /** @type {HTMLElement} */ (around.querySelector("[data-copied]"));
    const isCopied = await copied(field.value);
    if (!isCopied) field.select();
    told.ariaLive = "polite";
    told.textContent = (isCopied ? told.dataset.copied : told.dataset.refused) ?? "";
  }
}

/** @param {HTMLInputElement} field */
export function ownName(field) {
  return field.dataset.own ?? "";
}

/** @param {Event} event */
function actOf({ target }) {
  const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (target).closest("[data-act]"));
  return button?.dataset.act ?? "";
}
