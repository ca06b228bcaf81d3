// Up to three scenarios side by side: what is paid when all, or another number, is bought on another day.

import { fillTable } from "./table.js";
import { ownName, Tool } from "./tool.js";

/** @import { Texts } from "./controls.js" */
/** @import { Put, Standing } from "./tool.js" */
/** @typedef {{change_at: string, quantity_after: string, name: string}} Scenario */

export class Scenarios extends Tool {
  /** Until the reader changes something, Python says what is worth comparing. */
  #isOwn = false;
  /** Whether they come from the page in the other language, and are to be written in this page's. */
  #isArriving = false;
  /** The scenarios as Python read them, until something else is typed. @type {Scenario[]} */
  #read = [];

  /**
   * @param {HTMLElement} section
   * @param {Put} put
   */
  constructor(section, put) {
    super(section, put);
    section.addEventListener("input", () => this.#change());
  }

  /**
   * @param {Standing} standing
   * @param {boolean} here
   */
  stand(standing, here) {
    if (standing === "none" && this.#read.length) this.#suggestAgain();
    super.stand(standing, here);
  }

  async update() {
    const answer = await this.answer("scenarios", this.#isOwn ? { scenarios: this.#typed } : {});
    if (!answer) return;
    this.#read = answer.scenarios;
    if (!this.#isOwn || this.#isArriving) this.#fill(this.#read);
    this.#isArriving = false;
    for (const [index, { name }] of this.#read.entries()) this.#legend(index).textContent = name;
    this.#hint();
    fillTable(/** @type {HTMLTableElement} */ (this.find("[data-slot=table]")), answer.table);
  }

  /**
   * @param {string} act
   * @param {Event} event
   */
  press(act, event) {
    const around = /** @type {HTMLElement} */ (event.target).closest("fieldset");
    if (act === "remove" && around) this.#remove(this.#all.indexOf(around));
    if (act === "add") this.#add();
  }

  /** Dates as Python wrote them are read alike in both languages; as typed, perhaps not. */
  get texts() {
    if (!this.#isOwn) return {};
    const known = this.#read.length ? this.#read : this.#typed;
    return Object.fromEntries(
      known.flatMap(({ change_at, quantity_after }, index) => [
        [`scenarios[${index}].change_at`, change_at],
        [`scenarios[${index}].quantity_after`, quantity_after],
      ]),
    );
  }

  /** @param {Texts} texts */
  set texts(texts) {
    const count = this.#all.filter((_, index) => `scenarios[${index}].change_at` in texts).length;
    if (!count) return;
    this.#isOwn = this.#isArriving = true;
    this.#showOnly(count);
    super.texts = texts;
  }

  // --- the scenarios that are compared: always the first ones, so that a fault's number is that of its fields

  get #all() {
    return [...this.section.querySelectorAll("fieldset")];
  }

  get #shown() {
    return this.#all.filter((fieldset) => !fieldset.hidden);
  }

  /** @returns {{change_at: string, quantity_after: string}[]} */
  get #typed() {
    return this.#shown.map((fieldset) => {
      const [change_at, quantity_after] = fieldset.querySelectorAll("input");
      return { change_at: change_at.value, quantity_after: quantity_after.value };
    });
  }

  #change() {
    this.#isOwn = true;
    this.#isArriving = false;
    this.#read = [];
  }

  #add() {
    const index = this.#shown.length;
    this.#showOnly(index + 1);
    this.#all[index].querySelector("input")?.focus();
    this.#change();
    this.stand("ready", true);
  }

  /** @param {number} index */
  #remove(index) {
    const left = this.#typed.filter((_, each) => each !== index);
    this.#showOnly(left.length);
    this.#fill(left);
    this.find("[data-act=add]").focus(); // the button pressed may be gone
    this.#change();
    this.stand("ready", true);
  }

  #suggestAgain() {
    this.#isOwn = false;
    this.#read = [];
    this.#showOnly(this.#all.length);
    this.#fill([]);
  }

  /** @param {number} count */
  #showOnly(count) {
    for (const [index, fieldset] of this.#all.entries()) fieldset.hidden = index >= count;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.section.querySelectorAll("[data-act=remove]")))
      button.hidden = count === 1;
    this.find("[data-act=add]").hidden = count === this.#all.length;
  }

  /** @param {{change_at: string, quantity_after: string}[]} texts one a scenario; none leaves it blank */
  #fill(texts) {
    for (const [index, fieldset] of this.#all.entries()) {
      const [change_at, quantity_after] = fieldset.querySelectorAll("input");
      write(change_at, texts[index]?.change_at ?? "");
      write(quantity_after, texts[index]?.quantity_after ?? "");
    }
  }

  /** Says in a blank field what it stands for. */
  #hint() {
    const read = /** @type {Texts} */ ({});
    for (const [index, { change_at, quantity_after }] of this.#read.entries()) {
      read[`scenarios[${index}].change_at`] = change_at;
      read[`scenarios[${index}].quantity_after`] = quantity_after;
    }
    for (const field of this.fields) field.placeholder = read[ownName(field)] ?? "";
  }

  /** @param {number} index */
  #legend(index) {
    return /** @type {HTMLElement} */ (this.#all[index].querySelector("legend"));
  }
}

/**
 * Writes into a field, but not under the hands of a reader who is about to type there: both texts would stand in it.
 * @param {HTMLInputElement} field
 * @param {string} text
 */
function write(field, text) {
  if (field !== document.activeElement) field.value = text;
}
