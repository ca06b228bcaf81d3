// What this browser keeps of the site, as it is, and a button that erases it.

/** Ours, and the theme's, whose names are `/kb/.__palette` where the site is in /kb/. */
const OURS = /^prorata\.|^\/.*\.__\w+$/;

export class EraseData extends HTMLElement {
  #unwire = new AbortController();

  connectedCallback() {
    this.#unwire = new AbortController();
    this.#button.addEventListener("click", () => this.#erase(), { signal: this.#unwire.signal });
    window.addEventListener("storage", () => this.#draw(), { signal: this.#unwire.signal });
    // From then on, this visit is kept for reading without a network.
    const { serviceWorker } = navigator;
    serviceWorker?.addEventListener("controllerchange", () => this.#draw(), { signal: this.#unwire.signal });
    /** @type {HTMLElement} */ (this.firstElementChild).hidden = false;
    this.#draw();
  }

  disconnectedCallback() {
    this.#unwire.abort();
  }

  async #erase() {
    for (const storage of storages())
      for (const key of keysOf(storage)) storage.removeItem(key);
    await (await navigator.serviceWorker?.getRegistration())?.unregister(); // it would keep more
    await Promise.all((await keptForOffline()).map((name) => caches.delete(name)));
    await this.#draw("erased");
  }

  /** @param {"empty" | "erased"} nothing what is said where nothing is kept */
  async #draw(nothing = "empty") {
    const found = storages();
    const keys = [...found.flatMap(keysOf), ...(await keptForOffline())];
    const said = found.length ? nothing : "refused";
    this.#find("[data-part=list]").replaceChildren(...keys.map((key) => this.#item(key)));
    this.#find("[data-when=kept]").hidden = !keys.length;
    this.#button.ariaDisabled = String(!keys.length); // it keeps the focus
    for (const sentence of this.querySelectorAll("[role=status] p"))
      /** @type {HTMLElement} */ (sentence).hidden =
        keys.length > 0 || /** @type {HTMLElement} */ (sentence).dataset.when !== said;
  }

  /**
   * Returns a line of the list: what is kept, in words, and the name under which the browser keeps it.
   * @param {string} key
   */
  #item(key) {
    const words = [...this.querySelectorAll("template")];
    const known = words.find(({ dataset: { for: name = "" } }) => key.startsWith(name) || key.endsWith(name));
    const item = document.createElement("li");
    const code = document.createElement("code");
    code.textContent = key;
    item.append(known?.content.textContent ?? "", " ", code);
    return item;
  }

  get #button() {
    return /** @type {HTMLButtonElement} */ (this.querySelector("button"));
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}

/** Returns where this browser lets the site keep things. */
function storages() {
  const offered = [];
  try {
    offered.push(localStorage, sessionStorage);
  } catch {
    // Refused: then nothing is kept.
  }
  return offered;
}

/** @param {Storage} storage */
function keysOf(storage) {
  return Object.keys(storage).filter((key) => OURS.test(key)).sort();
}

/** Returns the names of what the service worker keeps. */
async function keptForOffline() {
  try {
    return (await caches.keys()).filter((name) => OURS.test(name)).sort();
  } catch {
    return []; // Refused, or not to be had where the connection isn't secure.
  }
}
