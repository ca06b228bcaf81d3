// Permalinks that copy their address. They stay links: the address also goes to the address bar.

const SHOWN = 2500; // milliseconds

/** One a page: holds the words, and speaks them. */
export class CopyLink extends HTMLElement {
  #unwire = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #hiding;

  connectedCallback() {
    this.#unwire = new AbortController();
    document.addEventListener("click", (event) => this.#press(event), { signal: this.#unwire.signal });
  }

  disconnectedCallback() {
    this.#unwire.abort();
    clearTimeout(this.#hiding);
  }

  /** @param {Event} event */
  async #press(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const link = /** @type {HTMLAnchorElement | null} */ (target.closest("a.headerlink"));
    if (link) this.#tell(await copied(link.href));
  }

  /** @param {boolean} isCopied */
  #tell(isCopied) {
    const { copied = "", refused = "" } = this.dataset;
    this.textContent = isCopied ? copied : refused;
    clearTimeout(this.#hiding);
    this.#hiding = setTimeout(() => (this.textContent = ""), SHOWN);
  }
}

/**
 * @param {string} address
 * @returns {Promise<boolean>}
 */
export async function copied(address) {
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch {
    return false; // refused, or not offered without TLS
  }
}
