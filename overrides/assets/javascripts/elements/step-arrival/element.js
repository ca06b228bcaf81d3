// A link that leads to a step, with figures behind it or without: the step gets the focus, a mark and a word.

import { parts } from "../proration-calculator/carried-figures.js";

const REGION_READY = 150; // milliseconds; a region that is filled as soon as it is there says nothing

export class StepArrival extends HTMLElement {
  #unwire = new AbortController();
  /** The link that the reader has pressed, until it has led somewhere. @type {HTMLElement | null} */
  #pressed = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #saying;

  connectedCallback() {
    this.#unwire = new AbortController();
    const { signal } = this.#unwire;
    document.addEventListener("click", ({ target }) => this.#press(target), { signal });
    window.addEventListener("hashchange", () => this.#arrive(), { signal });
    this.#arrive();
  }

  disconnectedCallback() {
    this.#unwire.abort();
    clearTimeout(this.#saying);
  }

  /** @param {EventTarget | null} target */
  #press(target) {
    this.#pressed = target instanceof Element ? target.closest("a") : null;
  }

  #arrive() {
    const { anchor, texts } = parts(location.hash);
    const place = document.getElementById(anchor);
    const sentence = this.#sentence(anchor);
    document.querySelector("[data-arrived]")?.removeAttribute("data-arrived");
    this.#say("");
    if (!place || (!sentence && !texts.size)) return; // the browser's own way to an anchor is enough
    place.toggleAttribute("data-arrived", true);
    if (place.contains(this.#pressed)) {
      this.#pressed?.focus({ preventScroll: true }); // the step's own link: the reader was there already
      return;
    }
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView(); // a browser doesn't, where figures follow the anchor
    this.#saying = setTimeout(() => this.#say(sentence), REGION_READY);
  }

  /** @param {string} sentence */
  #say(sentence) {
    clearTimeout(this.#saying);
    /** @type {HTMLElement} */ (this.querySelector("[role=status]")).textContent = sentence;
  }

  /** @param {string} anchor */
  #sentence(anchor) {
    const steps = [...this.querySelectorAll("template")];
    return steps.find(({ dataset }) => dataset.step === anchor)?.content.textContent ?? "";
  }
}
