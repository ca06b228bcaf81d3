// "Was this article helpful?": an explicit send, changeable at any time. The service words its answers.

import { Service } from "./service.js";
import {
  forgetVote,
  keepWaiting,
  ownVote,
  readerToken,
  rememberVote,
  votedBefore,
  waitingVote,
} from "./reader.js";
import { kept } from "../proration-calculator/carried-figures.js";

/** @import { Vote } from "./service.js" */
/** @typedef {"asking" | "voted" | "closed"} State */

const ROOM_TOLD_BELOW = 200; // characters; until then a count is noise
const SENTENCES = ["choose", "changeable", "again", "down", "closed"];

export class HelpfulVote extends HTMLElement {
  #unwire = new AbortController();
  #sending = false;

  connectedCallback() {
    this.#unwire = new AbortController();
    const { signal } = this.#unwire;
    this.#form.noValidate = true; // the browser would complain in its own language
    this.#form.addEventListener("submit", (event) => this.#submit(event), { signal });
    this.#form.addEventListener("change", () => this.#showReasons(), { signal });
    this.#comment.addEventListener("input", () => this.#tellRoom(), { signal });
    this.#withdraw.addEventListener("click", () => this.#takeBack(), { signal });
    window.addEventListener("online", () => this.#sendWaiting(), { signal });
    window.addEventListener("storage", () => this.#followOtherTab(), { signal });
    this.#restore();
    this.#sendWaiting();
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
    this.#form.querySelector("input[type=radio]")?.removeAttribute("aria-invalid");
    await this.#put(this.#vote(helpful));
  }

  /** @param {Vote} vote */
  async #put(vote) {
    this.#sending = true;
    const outcome = await this.#service.vote({ ...vote, reader: readerToken() });
    this.#sending = false;
    keepWaiting(this.#key, outcome.kind === "down" ? vote : undefined);
    if (outcome.kind === "kept") {
      rememberVote(this.#key, vote.helpful);
      this.#enter("voted");
      this.#tell("changeable", outcome.message);
      this.#showTally(outcome.text);
    } else if (outcome.kind === "closed") this.#close();
    else if (outcome.kind === "refused") this.#tell(undefined, outcome.message);
    else this.#tell("down");
  }

  /**
   * Sends what a former visit could not. Of several tabs one does, where the browser can tell them apart;
   * elsewhere the service counts a vote that comes twice as one.
   */
  async #sendWaiting() {
    if (!waitingVote(this.#key)) return;
    if (!navigator.locks) return this.#sendWaitingHere();
    const name = `prorata.waiting ${this.#key}`;
    await navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && this.#sendWaitingHere());
  }

  async #sendWaitingHere() {
    const vote = waitingVote(this.#key);
    if (!vote || this.#sending) return;
    this.#fill(vote);
    await this.#put(vote);
  }

  /** What was answered or taken back in another tab stands here too, unless something is being written. */
  #followOtherTab() {
    if (this.#sending || this.#comment.value || this.dataset.state === "closed") return;
    const before = this.dataset.state;
    this.#restore();
    if (this.dataset.state === "asking" && before === "voted") this.#form.reset();
    if (this.dataset.state !== before) this.#showCount();
  }

  async #takeBack() {
    if (this.#sending) return;
    this.#sending = true;
    const { page = "", language = "", revision = "" } = this.dataset;
    const outcome = await this.#service.withdraw({ page, language, revision, reader: readerToken() });
    this.#sending = false;
    if (outcome.kind !== "kept") return this.#tell(outcome.kind === "refused" ? undefined : "down");
    forgetVote(this.#key);
    this.#form.reset();
    this.#enter("asking");
    this.#tell(undefined, outcome.message);
    this.#showTally(outcome.text);
    /** @type {HTMLElement} */ (this.#form.querySelector("input[type=radio]")).focus();
  }

  /**
   * @param {boolean} helpful
   * @returns {Vote}
   */
  #vote(helpful) {
    const { page = "", language = "", revision = "" } = this.dataset;
    const said = { comment: this.#comment.value, ...(helpful ? {} : this.#reasons()) };
    const given = Object.entries(said).filter(([, text]) => text);
    return { page, language, revision, helpful, reader: "", ...Object.fromEntries(given) };
  }

  /** Returns what is asked of those who answer no. */
  #reasons() {
    const chosen = (/** @type {string} */ name) => this.querySelector(`select[name=${name}]`);
    const [reason, step] = ["reason", "step"].map((name) => {
      const list = chosen(name);
      return list instanceof HTMLSelectElement ? list.value : "";
    });
    const attached = this.#attach.checked && reason === "amount";
    return { reason, step, figures: attached ? figuresText() : "" };
  }

  // --- what the page knows already

  #restore() {
    const vote = ownVote(this.#key);
    if (vote === undefined) {
      this.#enter("asking");
      if (votedBefore(this.dataset.page ?? "")) this.#tell("again");
      return;
    }
    const radio = this.#form.querySelector(`input[value="${vote}"]`);
    if (radio instanceof HTMLInputElement) radio.checked = true;
    this.#enter("voted");
    this.#tell("changeable");
  }

  /** @param {Vote} vote what is put back into the form */
  #fill({ helpful, comment = "", reason = "", step = "" }) {
    const radio = this.#form.querySelector(`input[value="${helpful}"]`);
    if (radio instanceof HTMLInputElement) radio.checked = true;
    this.#comment.value = comment;
    for (const [name, value] of Object.entries({ reason, step })) {
      const list = this.querySelector(`select[name=${name}]`);
      if (list instanceof HTMLSelectElement) list.value = value;
    }
    this.#enter("voted");
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
    this.#withdraw.hidden = state !== "voted";
    this.#showReasons();
    this.#form.hidden = state === "closed";
  }

  /** Reasons are for those who answer no; figures for those whose amount was another one. */
  #showReasons() {
    const isUnhelpful = this.#form.querySelector('input[value="false"]:checked') !== null;
    const reason = this.querySelector("select[name=reason]");
    const figures = figuresText();
    this.#find("[data-part=reasons]").hidden = !isUnhelpful;
    this.#find("[data-part=figures]").hidden =
      !figures || !(reason instanceof HTMLSelectElement) || reason.value !== "amount";
    this.#find("[data-output=figures]").textContent = figures;
  }

  #close() {
    this.#enter("closed");
    this.#tell("closed"); // the count of the build stays: it was true then, and says of when it is
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

  get #withdraw() {
    return /** @type {HTMLButtonElement} */ (this.querySelector("[data-part=withdraw]"));
  }

  get #attach() {
    return /** @type {HTMLInputElement} */ (this.querySelector("[data-part=attach]"));
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

/** Returns the calculator's figures of this tab as they would be sent, a control a line; none where there are none. */
function figuresText() {
  const texts = Object.entries(kept()?.controls ?? {}).filter(([, text]) => text);
  return texts.map(([name, text]) => `${name}: ${text}`).join("\n");
}
