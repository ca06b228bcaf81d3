// Rows that the reader adds and removes: further products, tiers of a price. Their controls are numbered from
// the first row's number on, without a gap: `label_2`, `label_3`.

/** @import { Control, Texts } from "./controls.js" */

export class Rows {
  /** @param {HTMLElement} group holds the template of a row, the rows, and the button that adds one */
  constructor(group) {
    this.group = group;
    this.kind = group.dataset.rows ?? "";
    this.numbers = (group.dataset.numbers ?? "").split(" ");
    /** Rows that always stand there, once the group does. */
    this.least = this.numbers.indexOf(group.dataset.least ?? "") + 1;
    this.template = /** @type {HTMLTemplateElement} */ (group.querySelector("template"));
    this.button = /** @type {HTMLElement} */ (group.querySelector("[data-part=add]"));
  }

  /** @returns {HTMLElement[]} */
  get all() {
    return [...this.group.querySelectorAll(/** @type {"fieldset"} */ ("[data-row]"))];
  }

  /** Returns the names of every control that a row could hold. */
  get names() {
    const named = controlsIn(this.template.content).map((control) => control.name);
    return this.numbers.flatMap((number) => named.map((name) => numbered(name, number)));
  }

  /** Adds a row and returns it. */
  add() {
    const template = document.createElement("template");
    template.innerHTML = numbered(this.template.innerHTML, this.numbers[this.all.length]);
    const row = /** @type {HTMLElement} */ (template.content.querySelector("[data-row]"));
    this.button.before(row);
    this.#offer();
    return row;
  }

  /**
   * Takes away what this row holds; the texts of those below move up, the focus stays or goes to the last one.
   * @param {HTMLElement} row
   */
  remove(row) {
    const rows = this.all;
    const last = rows[rows.length - 1];
    for (let at = rows.indexOf(row); rows[at] !== last; at += 1) {
      const below = controlsIn(rows[at + 1]);
      controlsIn(rows[at]).forEach((control, index) => (control.value = below[index].value));
    }
    last.remove();
    this.#offer();
    if (row === last) this.#removeButtons.at(-1)?.focus();
    if (!this.group.contains(document.activeElement)) this.button.focus();
  }

  /** @param {number} count of rows there have to be at least */
  have(count) {
    while (this.all.length < count) this.add();
  }

  clear() {
    for (const row of this.all) row.remove();
    this.#offer();
  }

  /**
   * Adds the rows that these texts need.
   * @param {Texts} texts by name of control
   */
  makeRoomFor(texts) {
    const last = this.numbers.findLastIndex((number) =>
      Object.keys(texts).some((name) => texts[name] !== "" && this.#isIn(name, number)),
    );
    this.have(last + 1);
  }

  /**
   * @param {string} name
   * @param {string} number
   */
  #isIn(name, number) {
    return controlsIn(this.template.content).some((control) => numbered(control.name, number) === name);
  }

  /** @returns {HTMLElement[]} */
  get #removeButtons() {
    return [...this.group.querySelectorAll(/** @type {"button"} */ ("[data-part=remove]"))];
  }

  /** Offers what can still be added or removed. */
  #offer() {
    const { length } = this.all;
    this.button.hidden = length === this.numbers.length;
    for (const button of this.#removeButtons) button.hidden = length <= this.least;
  }
}

/**
 * @param {ParentNode} place
 * @returns {Control[]}
 */
export function controlsIn(place) {
  return [...place.querySelectorAll(/** @type {"input"} */ ("input[name], select[name]"))];
}

/**
 * @param {string} text
 * @param {string} number
 */
function numbered(text, number) {
  return text.replaceAll("{k}", number);
}
