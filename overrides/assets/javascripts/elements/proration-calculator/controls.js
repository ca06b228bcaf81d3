// The form: which texts it holds, what is derived, what is said beside each control.

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
  }

  /** @returns {Control[]} */
  get all() {
    return [...this.form.querySelectorAll(/** @type {"input"} */ ("input[name], select[name]"))];
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

  /** @param {string} name a control that the reader changed */
  note(name) {
    if (EITHER.includes(name)) this.#typed = name;
    this.showExamples(this.isBlank);
  }

  /** Returns the texts to send. */
  get texts() {
    const kept = this.all.filter((control) => control.name !== this.derived);
    return Object.fromEntries(kept.map((control) => [control.name, control.value]));
  }

  /**
   * Types texts into the controls of these names; other names are ignored.
   * @param {Texts} texts
   */
  fill(texts) {
    for (const control of this.all) if (control.name in texts) control.value = texts[control.name];
    this.takeUp();
  }

  /** Takes the texts as they stand: brought along, or typed before this script ran. */
  takeUp() {
    this.note(EITHER.find((name) => this.named(name)?.value) ?? this.#typed);
  }

  /**
   * Writes what the reader brought along as this page's language writes it.
   * @param {Texts} texts
   */
  rewrite(texts) {
    for (const control of this.all)
      if (control.value !== "" && control.name in texts) control.value = texts[control.name];
  }

  /**
   * Writes the derived number, and the day that a blank purchase date stands for.
   * @param {Texts} texts as the calculator writes them
   */
  complete(texts) {
    for (const control of this.all) {
      if (control instanceof HTMLSelectElement) continue;
      if (control.name === this.derived) control.value = texts[control.name] ?? "";
      else if (!this.isBlank && control.value === "") control.placeholder = texts[control.name] ?? "";
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
    for (const slot of this.#slots("echo")) slot.textContent = echo[slot.dataset.echo ?? ""] ?? "";
  }

  /** @param {Fault[]} faults */
  mark(faults) {
    for (const slot of this.#slots("error")) {
      const fault = faults.find(({ field }) => field === slot.dataset.error);
      slot.hidden = !fault;
      if (slot.textContent !== (fault?.message ?? "")) slot.textContent = fault?.message ?? "";
      const control = this.named(slot.dataset.error ?? "");
      if (fault) control?.setAttribute("aria-invalid", "true");
      else control?.removeAttribute("aria-invalid");
    }
  }

  /**
   * @param {"echo" | "error"} kind
   * @returns {NodeListOf<HTMLElement>}
   */
  #slots(kind) {
    return this.form.querySelectorAll(`[data-${kind}]`);
  }
}
