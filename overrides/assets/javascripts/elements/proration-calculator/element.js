// The calculator: sends what is typed, shows what Python answers. It reads no number and writes no sentence.

import { Failure } from "../../worker/messages.js";
import { sharedClient } from "../../worker/client.js";
import { today } from "../../today.js";
import { Intent } from "./intent.js";
import { forgetAddress, keep } from "./carried-figures.js";
import { Condition } from "./condition.js";
import { Controls } from "./controls.js";
import { Journey } from "./journey.js";
import { Outputs } from "./outputs.js";
import { Tools } from "./tools.js";

/** @import { Figures } from "./carried-figures.js" */
/** @import { Texts } from "./controls.js" */
/** @import { Answer } from "./outputs.js" */
/** @typedef {{form: Texts, language: string, today: string, written_in?: string}} Asked */
/** @typedef {"idle" | "loading" | "ready" | "failed"} State */

const PAUSE = 700; // milliseconds without typing after which a result counts as settled

export class ProrationCalculator extends HTMLElement {
  #unwire = new AbortController();
  #condition = /** @type {Condition} */ (/** @type {unknown} */ (undefined));
  #controls = /** @type {Controls} */ (/** @type {unknown} */ (undefined));
  #outputs = /** @type {Outputs} */ (/** @type {unknown} */ (undefined));
  #tools = /** @type {Tools} */ (/** @type {unknown} */ (undefined));
  #journey = /** @type {Journey} */ (/** @type {unknown} */ (undefined));
  /** Counts what was asked: only the answer to the latest question is shown. */
  #turn = 0;
  /** What was asked last, and its answer; none: the worked example is shown. @type {Asked | undefined} */
  #asked;
  /** @type {Answer | undefined} */
  #answer;
  /** Controls whose faults are shown even while they are being typed into. @type {Set<string>} */
  #left = new Set();
  /** Language of texts from the other page, until this page has rewritten them. @type {string | undefined} */
  #writtenIn;
  #arriving = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling;

  connectedCallback() {
    this.#unwire = new AbortController();
    this.#condition ??= new Condition(this.#part("condition"));
    this.#controls ??= new Controls(/** @type {HTMLFormElement} */ (this.querySelector("form")));
    this.#outputs ??= new Outputs(this, this.#part("answer"), JSON.parse(this.dataset.rules ?? "{}"));
    this.#tools ??= new Tools(
      this.#part("tools"),
      (question, own) => this.#askFor(question, own),
      () => this.#journey.addressOf(this.#answer?.portable ?? {}),
    );
    this.#journey ??= new Journey(this, this.#controls, this.#outputs, this.#tools);
    this.#wire(this.#unwire.signal);
    this.#arrive(this.#journey.brought);
    this.#takeUp();
  }

  disconnectedCallback() {
    this.#unwire.abort();
    this.#condition.clear();
    clearTimeout(this.#settling);
  }

  /** @param {AbortSignal} signal */
  #wire(signal) {
    const { form } = this.#controls;
    new Intent(form, () => this.#client.start().catch(() => {}), () => this.#state === "idle" && this.#calculate(), signal);
    this.#client.addEventListener("stage", (event) => this.#condition.at(/** @type {CustomEvent} */ (event).detail), { signal });
    form.addEventListener("input", (event) => this.#typed(nameOf(event)), { signal });
    form.addEventListener("focusout", (event) => this.#leave(nameOf(event)), { signal });
    this.addEventListener("fill", (event) => this.#fill(/** @type {CustomEvent} */ (event).detail), { signal });
    form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    this.addEventListener("click", (event) => this.#press(event), { signal });
    this.addEventListener("toggle", (event) => this.#open(event), { signal, capture: true });
    window.addEventListener("hashchange", () => this.#arrive(this.#journey.inAddress), { signal });
    // Before the theme's own listener, which may leave the page at once.
    document.addEventListener("click", (event) => this.#carry(event), { signal, capture: true });
    // On a phone the amounts are repeated at the foot of the screen until the reader comes to them.
    const sight = new IntersectionObserver(
      ([{ isIntersecting, boundingClientRect }]) =>
        (this.#part("brief").hidden = isIntersecting || boundingClientRect.top < 0),
      { rootMargin: "0px 0px -30%" },
    );
    sight.observe(this.#part("answer"));
    signal.addEventListener("abort", () => sight.disconnect());
  }

  // --- what the reader does

  /** @param {string} name */
  #typed(name) {
    this.#controls.note(name);
    forgetAddress();
    if (this.#state !== "failed") this.#calculate(); // after a failure the reader decides when to try again
  }

  /** @param {Texts} texts that a tool proposes for controls */
  #fill(texts) {
    this.#controls.fill(texts);
    this.#typed("");
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
    if (target.closest("[data-part=cancel]")) this.#cancel();
    if (target.closest("[data-part=clear]")) this.#clear();
    if (target.closest("[data-part=add]")) this.#controls.addRow(target);
    if (target.closest("[data-part=remove]")) {
      this.#controls.removeRow(target);
      this.#typed("");
    }
    const link = /** @type {HTMLElement | null} */ (target.closest("[data-focus]"));
    if (link) {
      event.preventDefault();
      this.#controls.focus(link.dataset.focus ?? "");
    }
  }

  /** @param {Event} event a part was opened or closed */
  #open({ target }) {
    if (!(target instanceof HTMLDetailsElement)) return;
    if (target.open && target.dataset.opens) this.#outputs.explain([target]);
    this.#keep();
  }

  #retry() {
    this.#condition.region.focus(); // the button goes away
    this.#calculate();
  }

  #cancel() {
    this.#condition.region.focus();
    this.#client.cancel();
  }

  #clear() {
    this.#controls.clear();
    this.#left.clear();
    this.#answer = undefined;
    forgetAddress();
    keep(undefined);
    this.#controls.all[0].focus();
    this.#calculate();
  }

  // --- figures that come and go with the reader

  /** @param {Figures | undefined} brought */
  #arrive(brought) {
    if (!brought) return;
    this.#journey.unpack(brought);
    if (this.#controls.isBlank) return;
    this.#writtenIn = brought.written_in;
    this.#arriving = true;
    this.#calculate();
  }

  /** Takes up what was typed before this script ran. */
  #takeUp() {
    if (this.#state !== "idle" || this.#controls.isBlank) return;
    this.#controls.takeUp();
    this.#calculate();
  }

  /** @param {Event} event a click anywhere */
  #carry(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest("a[hreflang]")) this.#journey.pack(this.#writtenIn ?? this.#language);
  }

  #keep() {
    if (this.#answer?.ok) this.#journey.keep(this.#answer.portable);
  }

  // --- asking

  async #calculate() {
    const turn = ++this.#turn;
    this.#unsettle();
    try {
      if (this.#state === "idle" || this.#state === "failed") this.#state = "loading";
      await this.#client.start();
      if (turn !== this.#turn) return; // the reader typed on meanwhile
      const asked = this.#controls.isBlank ? undefined : this.#request();
      const text = asked && (await this.#client.ask("form", JSON.stringify(asked)));
      if (turn !== this.#turn) return;
      this.#state = "ready";
      this.#asked = asked;
      this.#show(text ? JSON.parse(text) : undefined);
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /**
   * Asks another question about what the form holds.
   * @param {string} question
   * @param {object} own fields of the question
   * @returns {Promise<object>} rejected with a Failure
   */
  async #askFor(question, own) {
    return JSON.parse(await this.#client.ask(question, JSON.stringify({ ...own, ...this.#request() })));
  }

  get #client() {
    return sharedClient();
  }

  /** @returns {Asked} */
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
    this.#state = "failed";
    this.#condition.fail(error instanceof Failure ? error.reason : "broken");
    this.#markPrevious(true);
    this.#settle();
    this.#tools.fail();
    console.error(error); // readers get the sentence, developers the cause
  }

  // --- drawing

  get #state() {
    return /** @type {State} */ (this.dataset.state);
  }

  set #state(state) {
    if (state === this.#state) return;
    this.dataset.state = state;
    if (state === "loading") this.#condition.prepare();
    if (state === "ready") this.#condition.clear();
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
    if (this.#state === "ready") this.#tell();
  }

  /** Lets the tools, and the rest of the page, know of a settled result. */
  #tell() {
    this.#outputs.explain();
    this.#keep();
    this.#tools.show(this.#answer);
    const detail = { asked: this.#asked, answer: this.#answer };
    this.dispatchEvent(new CustomEvent("calculated", { detail, bubbles: true }));
  }

  // --- small things

  get #language() {
    return this.dataset.language ?? "";
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
