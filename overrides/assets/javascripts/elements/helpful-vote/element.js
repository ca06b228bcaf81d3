// "Was this article helpful?": an explicit send, changeable at any time. The service words its answers.

import { Service } from "./service.js";
import { ownVote, rememberVote, readerToken } from "./reader.js";

/** @import { Vote } from "./service.js" */
/** @typedef {"asking" | "voted" | "closed"} State */

const ROOM_TOLD_BELOW = 200; // characters; until then a count is noise
const SENTENCES = ["choose", "changeable", "down", "closed"];

export class HelpfulVote extends HTMLElement {
  #unwire = new AbortController();
  #sending = false;

  connectedCallback() {
    this.#unwire = new AbortController();
    const { signal } = this.#unwire;
    this.#form.noValidate = true; // the browser would complain in its own language
    this.#form.addEventListener("submit", (event) => this.#submit(event), { signal });
    this.#comment.addEventListener("input", () => this.#tellRoom(), { signal });
    this.#restore();
    this.#whenSeen(() => this.#showCount(), signal);
  }

  disconnectedCallback() {
    this.#unwire.abort();
  }

  // --- what the reader does

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault(); // choosing sends nothing: only this does
    const helpful = this.#form.elements.namedItem("helpful");
    const choice = helpful instanceof RadioNodeList ? helpful.value : "";
    if (!choice) {
      this.#tell("choose");
      this.#form.querySelector("input[type=radio]")?.setAttribute("aria-invalid", "true");
      /** @type {HTMLElement} */ (this.#form.querySelector("input[type=radio]")).focus();
      return;
    }
    await this.#send(choice === "true");
  }

  /** @param {boolean} helpful */
  async #send(helpful) {
    if (this.#sending) return;
    this.#sending = true;
    const outcome = await this.#service.vote(this.#vote(helpful));
    this.#sending = false;
    this.#form.querySelector("input[type=radio]")?.removeAttribute("aria-invalid");
    if (outcome.kind === "kept") {
      rememberVote(this.#key, helpful);
      this.#enter("voted");
      this.#tell("changeable", outcome.message);
      this.#showTally(outcome.text);
    } else if (outcome.kind === "closed") this.#close();
    else if (outcome.kind === "refused") this.#tell(undefined, outcome.message);
    else this.#tell("down");
  }

  /**
   * @param {boolean} helpful
   * @returns {Vote}
   */
  #vote(helpful) {
    const { page = "", language = "", revision = "" } = this.dataset;
    const comment = this.#comment.value;
    return { page, language, revision, helpful, reader: readerToken(), ...(comment && { comment }) };
  }

  // --- what the page knows already

  #restore() {
    const vote = ownVote(this.#key);
    if (vote === undefined) return this.#enter("asking");
    const radio = this.#form.querySelector(`input[value="${vote}"]`);
    if (radio instanceof HTMLInputElement) radio.checked = true;
    this.#enter("voted");
    this.#tell("changeable");
  }

  async #showCount() {
    const outcome = await this.#service.count(this.dataset.page ?? "", this.dataset.language ?? "");
    if (outcome.kind === "closed") this.#close();
    if (outcome.kind === "kept") this.#showTally(outcome.text);
  }

  /**
   * Calls back once the foot of the article is near: most readers never get there.
   * @param {() => void} callback
   * @param {AbortSignal} signal
   */
  #whenSeen(callback, signal) {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      callback();
    });
    observer.observe(this);
    signal.addEventListener("abort", () => observer.disconnect());
  }

  // --- drawing

  /** @param {State} state */
  #enter(state) {
    this.dataset.state = state;
    this.#find("[data-part=words]").hidden = state === "asking";
    this.#form.hidden = state === "closed";
  }

  #close() {
    this.#enter("closed");
    this.#tell("closed");
    this.#showTally("");
  }

  /**
   * Shows one of the page's own sentences, the service's message, or both.
   * @param {string} [sentence]
   * @param {string} [message]
   */
  #tell(sentence, message = "") {
    for (const name of SENTENCES) this.#find(`[data-message=${name}]`).hidden = name !== sentence;
    const place = this.#find("[data-output=message]");
    place.textContent = message;
    place.hidden = message === "";
  }

  /** @param {string | null} text */
  #showTally(text) {
    const tally = this.#find("[data-output=tally]");
    tally.textContent = text;
    tally.hidden = !text;
  }

  #tellRoom() {
    const room = this.#comment.maxLength - this.#comment.value.length;
    const place = this.#find("[data-output=room]");
    place.textContent = String(room);
    /** @type {HTMLElement} */ (place.parentElement).hidden = room >= ROOM_TOLD_BELOW;
  }

  // --- small things

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector("form"));
  }

  get #comment() {
    return /** @type {HTMLTextAreaElement} */ (this.querySelector("textarea"));
  }

  get #service() {
    return new Service(new URL(this.dataset.api ?? "", document.baseURI));
  }

  /** A vote belongs to one revision of a page, in whatever language it was read. */
  get #key() {
    return `${this.dataset.page}@${this.dataset.revision}`;
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.querySelector(selector));
  }
}
