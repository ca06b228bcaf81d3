// Passages marked data-payment="paypal transfer" are for these ways of paying. The calculator knows the reader's.

export class PaymentShown extends HTMLElement {
  #unwire = new AbortController();
  #method = "";
  #showsAll = false;

  connectedCallback() {
    this.#unwire = new AbortController();
    const { signal } = this.#unwire;
    document.addEventListener("calculated", (event) => this.#hear(/** @type {CustomEvent} */ (event)), { signal });
    this.#button.addEventListener("click", () => this.#press(), { signal });
  }

  disconnectedCallback() {
    this.#unwire.abort();
  }

  /** @param {CustomEvent<{answer?: {ok: boolean, payment?: {method: string} | null}}>} event */
  #hear({ detail: { answer } }) {
    if (answer && !answer.ok) return; // the figures have faults; how the reader pays has not changed
    const method = answer?.payment?.method ?? "";
    if (method === this.#method) return;
    this.#method = method;
    this.#showsAll = false;
    this.#draw();
  }

  #press() {
    this.#showsAll = !this.#showsAll;
    this.#draw();
  }

  #draw() {
    const passages = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-payment]"));
    for (const passage of passages) {
      const isTheirs = passage.dataset.payment?.split(" ").includes(this.#method);
      passage.hidden = Boolean(this.#method) && !this.#showsAll && !isTheirs;
    }
    for (const sentence of this.querySelectorAll("p"))
      sentence.hidden = sentence.dataset.method !== this.#method;
    /** @type {HTMLElement} */ (this.#button.parentElement).hidden = !this.#method;
    this.#button.textContent = (this.#showsAll ? this.#button.dataset.hide : this.#button.dataset.show) ?? "";
  }

  get #button() {
    return /** @type {HTMLButtonElement} */ (this.querySelector("button"));
  }
}
