// The calculator: sends what is typed, shows what Python answers. It reads no number and writes no sentence.

import { Failure } from "../../worker/messages.js";
import { sharedClient } from "../../worker/client.js";
import { carried, carry, fromAddress } from "./carried-figures.js";
import { Controls } from "./controls.js";
import { Outputs } from "./outputs.js";
import { Tools } from "./tools.js";

/** @import { Reason } from "../../worker/messages.js" */
/** @import { Figures } from "./carried-figures.js" */
/** @import { Answer } from "./outputs.js" */
/** @typedef {"idle" | "loading" | "ready" | "failed"} State */

const PATIENCE = 300; // milliseconds before a reader is told that something is being prepared
const PAUSE = 700; // milliseconds without typing after which a result counts as settled

export class ProrationCalculator extends HTMLElement {
  #unwire = new AbortController();
  #controls = /** @type {Controls} */ (/** @type {unknown} */ (undefined));
  #outputs = /** @type {Outputs} */ (/** @type {unknown} */ (undefined));
  #tools = /** @type {Tools} */ (/** @type {unknown} */ (undefined));
  /** Counts what was asked: only the answer to the latest question is shown. */
  #turn = 0;
  /** @type {Answer | undefined} */
  #answer;
  /** Controls whose faults are shown even while they are being typed into. @type {Set<string>} */
  #left = new Set();
  /** Language of texts from the other page, until this page has rewritten them. @type {string | undefined} */
  #writtenIn;
  #arriving = false;
  /** @type {Reason} */
  #reason = "broken";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #progress;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling;

  connectedCallback() {
    this.#unwire = new AbortController();
    this.#controls ??= new Controls(/** @type {HTMLFormElement} */ (this.querySelector("form")));
    this.#outputs ??= new Outputs(this.#part("answer"));
    this.#tools ??= new Tools(
      this.#part("tools"),
      (question, own) => this.#askFor(question, own),
      () => `${location.origin}${location.pathname}#${new URLSearchParams(this.#controls.texts)}`,
    );
    this.#wire(this.#unwire.signal);
    this.#arrive(carried(this.id) ?? this.#fromAddress());
    this.#takeUp();
  }

  disconnectedCallback() {
    this.#unwire.abort();
    clearTimeout(this.#progress);
    clearTimeout(this.#settling);
  }

  /** @param {AbortSignal} signal */
  #wire(signal) {
    const { form } = this.#controls;
    form.addEventListener("focusin", () => this.#state === "idle" && this.#calculate(), { signal });
    form.addEventListener("input", (event) => this.#typed(nameOf(event)), { signal });
    form.addEventListener("focusout", (event) => this.#leave(nameOf(event)), { signal });
    this.addEventListener("fill", (event) => this.#fill(/** @type {CustomEvent} */ (event).detail), { signal });
    form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    this.addEventListener("click", (event) => this.#press(event), { signal });
    window.addEventListener("hashchange", () => this.#arrive(this.#fromAddress()), { signal });
    // Before the theme's own listener, which may leave the page at once.
    document.addEventListener("click", (event) => this.#carry(event), { signal, capture: true });
  }

  // --- what the reader does

  /** @param {string} name */
  #typed(name) {
    this.#controls.note(name);
    if (this.#state !== "failed") this.#calculate(); // after a failure the reader decides when to try again
  }

  /** @param {string} name */
  #leave(name) {
    this.#left.add(name);
    this.#drawFaults();
  }

  /** @param {Event} event */
  #press(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest("[data-part=retry]")) this.#retry();
    if (target.closest("[data-part=clear]")) this.#clear();
    const link = /** @type {HTMLElement | null} */ (target.closest("[data-focus]"));
    if (link) {
      event.preventDefault();
      this.#controls.named(link.dataset.focus ?? "")?.focus();
    }
  }

  /** @param {Record<string, string>} texts */
  #fill(texts) {
    this.#controls.fill(texts);
    this.#calculate();
  }

  #retry() {
    this.#part("condition").focus(); // the button goes away
    this.#calculate();
  }

  #clear() {
    this.#controls.form.reset();
    this.#controls.note("quantity_after");
    this.#left.clear();
    this.#controls.all[0].focus();
    this.#calculate();
  }

  // --- figures that come and go with the reader

  /** @returns {Figures | undefined} */
  #fromAddress() {
    const isFirst = document.querySelector(this.localName) === this;
    return isFirst ? fromAddress(this.#controls.all.map((control) => control.name)) : undefined;
  }

  /** @param {Figures | undefined} figures */
  #arrive(figures) {
    if (!figures) return;
    this.#controls.fill(figures.controls);
    this.#writtenIn = figures.written_in;
    this.#arriving = true;
    this.#calculate();
  }

  /** @param {Event} event a click anywhere */
  #carry(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!target.closest("a[hreflang]") || this.#controls.isBlank) return;
    carry(this.id, { controls: this.#controls.texts, written_in: this.#writtenIn ?? this.#language });
  }

  #takeUp() {
    if (this.#state !== "idle" || this.#controls.isBlank) return;
    this.#controls.takeUp();
    this.#calculate();
  }

  // --- asking

  async #calculate() {
    const turn = ++this.#turn;
    this.#unsettle();
    try {
      if (this.#state === "idle" || this.#state === "failed") this.#state = "loading";
      const text = await this.#ask(turn);
      if (turn !== this.#turn) return;
      this.#state = "ready";
      this.#show(text ? JSON.parse(text) : undefined);
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /**
   * Returns the calculator's answer; nothing while the form is blank, or when the reader typed on meanwhile.
   * @param {number} turn
   */
  async #ask(turn) {
    const { worker = "", runtime = "" } = this.dataset;
    const client = sharedClient(absolute(worker), absolute(runtime));
    await client.start();
    if (turn !== this.#turn || this.#controls.isBlank) return undefined;
    return client.ask("form", JSON.stringify(this.#request()));
  }

  /**
   * @param {string} question
   * @param {object} own
   */
  async #askFor(question, own) {
    const { worker = "", runtime = "" } = this.dataset;
    const client = sharedClient(absolute(worker), absolute(runtime));
    return JSON.parse(await client.ask(question, JSON.stringify({ ...own, ...this.#request() })));
  }

  #request() {
    return {
      form: this.#controls.texts,
      language: this.#language,
      today: today(),
      ...(this.#writtenIn && { written_in: this.#writtenIn }),
    };
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#reason = error instanceof Failure ? error.reason : "broken";
    this.#state = "failed";
    console.error(error); // readers get the sentence, developers the cause
  }

  // --- drawing: one render for each state

  get #state() {
    return /** @type {State} */ (this.dataset.state);
  }

  set #state(state) {
    if (state === this.#state && state !== "failed") return;
    this.dataset.state = state;
    clearTimeout(this.#progress);
    if (state === "loading") this.#renderLoading();
    if (state === "ready") this.#renderReady();
    if (state === "failed") this.#renderFailed();
  }

  #renderLoading() {
    this.#part("failure").hidden = true;
    this.#progress = setTimeout(() => (this.#part("progress").hidden = false), PATIENCE);
  }

  #renderReady() {
    this.#part("failure").hidden = true;
    this.#part("progress").hidden = true;
  }

  #renderFailed() {
    this.#part("progress").hidden = true;
    for (const sentence of this.querySelectorAll("[data-reason]"))
      /** @type {HTMLElement} */ (sentence).hidden =
        /** @type {HTMLElement} */ (sentence).dataset.reason !== this.#reason;
    this.#part("failure").hidden = false;
    this.#markPrevious(true);
    this.#settle();
  }

  /** @param {Answer | undefined} answer none: the worked example */
  #show(answer) {
    this.#answer = answer;
    this.#part("clear").hidden = this.#controls.isBlank;
    if (!answer) this.#showExample();
    else if (this.#arriving) this.#controls.rewrite(answer.controls);
    this.#arriving = false;
    this.#writtenIn = undefined;
    this.#controls.complete(answer?.controls ?? {});
    this.#controls.echo(answer?.echo ?? {});
    if (answer?.ok) this.#showFigures(answer);
    this.#outputs.remind(answer?.remaining ?? "");
    this.#markPrevious(answer?.ok === false);
    this.#drawFaults();
    this.#settling = setTimeout(() => this.#settle(), PAUSE);
  }

  /** @param {Answer} answer */
  #showFigures(answer) {
    this.#outputs.show(answer);
    this.dataset.figures = "reader";
  }

  #showExample() {
    if (this.dataset.figures === "reader") this.#outputs.showExample();
    this.dataset.figures = "example";
  }

  /** @param {boolean} previous whether the reader's figures have changed since the amounts shown */
  #markPrevious(previous) {
    const marked = previous && this.dataset.figures === "reader";
    this.toggleAttribute("data-outdated", marked);
    this.#part("previous").hidden = !marked;
  }

  #drawFaults() {
    const faults = (this.#answer?.errors ?? []).filter(({ field }) => this.#left.has(field));
    this.#controls.mark(faults);
    this.#outputs.summarize(faults, (name) => this.#controls.named(name));
  }

  // --- speaking: the live region is busy while the reader types, and tells a settled result once

  #unsettle() {
    clearTimeout(this.#settling);
    this.#part("answer").ariaBusy = "true";
  }

  #settle() {
    for (const { code, field } of this.#answer?.errors ?? []) if (code !== "missing") this.#left.add(field);
    this.#part("answer").ariaBusy = "false";
    this.#drawFaults();
    if (this.#answer?.ok) this.#outputs.show(this.#answer); // what changed while busy was not told
    if (this.#state === "ready") this.#tools.show(this.#answer);
  }

  // --- small things

  get #language() {
    return this.dataset.language;
  }

  /**
   * @param {string} name
   * @returns {HTMLElement}
   */
  #part(name) {
    return /** @type {HTMLElement} */ (this.querySelector(`[data-part="${name}"]`));
  }
}

/** @param {Event} event on a control */
function nameOf({ target }) {
  return /** @type {Partial<HTMLInputElement>} */ (target).name ?? "";
}

/** @param {string} address */
function absolute(address) {
  return new URL(address, document.baseURI).href;
}

/** Returns the reader's own date, as 2026-11-22. */
function today() {
  const now = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
