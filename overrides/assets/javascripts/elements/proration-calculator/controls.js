// The form: which texts it holds, what is derived, what is said beside each control.

import { Rows, controlsIn } from "./rows.js";

/** @typedef {Record<string, string>} Texts control names to texts, as typed */
/** @typedef {{code: string, field: string, message: string}} Fault */
/** @typedef {HTMLInputElement | HTMLSelectElement} Control */

/** Either total gives the other: only the one typed last is sent. */
const EITHER = ["quantity_after", "quantity_added"];

export class Controls {
  /** The control of EITHER that the reader typed last; the other one is derived. */
  #typed = EITHER[0];

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.options = /** @type {HTMLDetailsElement} */ (form.querySelector("[data-part=options]"));
    const groups = /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-rows]"));
    this.rows = [...groups].map((group) => new Rows(group));
  }

  /** Returns the controls that count: those that another choice has hidden don't. */
  get all() {
    return controlsIn(this.form).filter((control) => !control.closest("[hidden]"));
  }

  /** Returns the name of every control that there can be. */
  get names() {
    return [...controlsIn(this.form).map((control) => control.name), ...this.rows.flatMap(({ names }) => names)];
  }

  get derived() {
    return EITHER.find((name) => name !== this.#typed) ?? "";
  }

  /** True while the reader has typed nothing; choices in lists do not count. */
  get isBlank() {
    return this.all.every((control) => control instanceof HTMLSelectElement || control.value === "");
  }

  /**
   * @param {string} name
   * @returns {Control | undefined}
   */
  named(name) {
    return this.all.find((control) => control.name === name);
  }

  /**
   * Moves the focus to a control, which may stand among the closed options.
   * @param {string} name
   */
  focus(name) {
    const control = this.named(name);
    if (control && this.options.contains(control)) this.options.open = true;
    control?.focus();
  }

  /** @param {Element} pressed a button that adds a row; the focus goes to it */
  addRow(pressed) {
    const rows = this.rows.find(({ group }) => group.contains(pressed));
    const row = rows?.add();
    this.arrange();
    if (row) controlsIn(row)[0].focus();
  }

  /** @param {Element} pressed a button that removes its row; the focus goes to what takes its place */
  removeRow(pressed) {
    const row = /** @type {HTMLElement} */ (pressed.closest("[data-row]"));
    this.rows.find(({ group }) => group.contains(row))?.remove(row);
  }

  /** @param {string} name a control that the reader changed */
  note(name) {
    if (EITHER.includes(name)) this.#typed = name;
    this.arrange();
    this.showExamples(this.isBlank);
  }

  /** Shows the controls that the choices made call for, and hides those that they leave without a meaning. */
  arrange() {
    const hasTiers = this.#textOf("tier_model") !== "";
    const tiers = this.#rowsOf("tier");
    if (hasTiers) tiers.have(tiers.least);
    const held = {
      tiers: hasTiers,
      "one-price": !hasTiers,
      tax: this.#textOf("tax_rate") !== "",
      products: this.#rowsOf("product").all.length > 0,
    };
    for (const [only, shown] of Object.entries(held))
      for (const place of this.form.querySelectorAll(`[data-only="${only}"]`))
        /** @type {HTMLElement} */ (place).hidden = !shown;
    this.options.toggleAttribute("data-filled", controlsIn(this.options).some(isFilled));
  }

  /** Returns the texts to send. */
  get texts() {
    const held = this.all.filter(({ name, value }) => value !== "" && name !== this.derived);
    return Object.fromEntries(held.map(({ name, value }) => [name, value]));
  }

  /**
   * Types texts into the controls of these names; other names are ignored.
   * @param {Texts} texts
   */
  fill(texts) {
    for (const rows of this.rows) rows.makeRoomFor(texts);
    for (const control of controlsIn(this.form))
      if (Object.hasOwn(texts, control.name)) control.value = texts[control.name];
    const typed = EITHER.filter((name) => texts[name]);
    this.note(typed[0] ?? this.#typed);
    this.options.open ||= this.options.hasAttribute("data-filled");
  }

  /** Takes the texts as they stand, typed before this script ran. */
  takeUp() {
    this.note(EITHER.find((name) => this.#textOf(name)) ?? this.#typed);
  }

  /** Empties every control, and takes the added rows away. */
  clear() {
    for (const rows of this.rows) rows.clear();
    this.form.reset();
    this.note(EITHER[0]);
  }

  /**
   * Writes what the reader brought along as this page's language writes it.
   * @param {Texts} texts
   */
  rewrite(texts) {
    for (const control of this.all)
      if (control.value !== "" && Object.hasOwn(texts, control.name)) control.value = texts[control.name];
  }

  /**
   * Writes the derived number, and the day that a blank purchase date stands for.
   * @param {Texts} texts as the calculator writes them
   */
  complete(texts) {
    const isBlank = this.isBlank;
    for (const control of this.all) {
      if (control instanceof HTMLSelectElement) continue;
      if (control.name === this.derived) control.value = texts[control.name] ?? "";
      else if (!isBlank && control.value === "") control.placeholder = texts[control.name] ?? "";
    }
  }

  /** @param {boolean} shown whether blank controls show the example's texts */
  showExamples(shown) {
    for (const control of this.all)
      if (control instanceof HTMLInputElement)
        control.placeholder = shown ? (control.dataset.example ?? "") : "";
  }

  /** @param {Texts} echo what was understood, in words, by control */
  echo(echo) {
    for (const slot of this.#slots("echo")) write(slot, echo[slot.dataset.echo ?? ""] ?? "");
  }

  /** @param {Fault[]} faults */
  mark(faults) {
    const found = new Map(faults.map(({ field, message }) => [field, message]));
    for (const slot of this.#slots("error")) {
      const message = found.get(slot.dataset.error ?? "") ?? "";
      slot.hidden = message === "";
      write(slot, message);
    }
    for (const control of this.all) {
      if (found.has(control.name)) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }

  /** @param {string} name */
  #textOf(name) {
    return controlsIn(this.form).find((control) => control.name === name)?.value ?? "";
  }

  /** @param {string} kind */
  #rowsOf(kind) {
    return /** @type {Rows} */ (this.rows.find((rows) => rows.kind === kind));
  }

  /**
   * @param {"echo" | "error"} kind
   * @returns {NodeListOf<HTMLElement>}
   */
  #slots(kind) {
    return this.form.querySelectorAll(`[data-${kind}]`);
  }
}

/** @param {Control} control */
function isFilled(control) {
  return control instanceof HTMLSelectElement ? control.selectedIndex > 0 : control.value !== "";
}

/**
 * @param {Element} place
 * @param {string} text
 */
function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
