// What tells that a reader is about to use the form. Python is fetched then, and not before: it weighs some megabytes.

const LINGERING = 100; // milliseconds over the form; a pointer that only passes by stays less

export class Intent {
  #saves = Boolean(/** @type {{connection?: {saveData?: boolean}}} */ (navigator).connection?.saveData);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #lingering;

  /**
   * Where the reader's browser saves data, only typing tells, of which the form itself knows.
   * @param {HTMLFormElement} form
   * @param {() => void} hover called when a pointer stays over the form
   * @param {() => void} enter called when the focus comes into the form
   * @param {AbortSignal} signal
   */
  constructor(form, hover, enter, signal) {
    if (this.#saves) return;
    form.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType !== "touch") this.#lingering = setTimeout(hover, LINGERING);
    }, { signal });
    form.addEventListener("pointerleave", () => clearTimeout(this.#lingering), { signal });
    form.addEventListener("focusin", enter, { signal });
  }
}
