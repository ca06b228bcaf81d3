// How a calculator's figures come along with the reader, and what of it was open: by a link, from the page in the
// other language, from before the page was left or loaded again.

import * as figures from "./carried-figures.js";

/** @import { Figures } from "./carried-figures.js" */
/** @import { Controls, Texts } from "./controls.js" */
/** @import { Outputs } from "./outputs.js" */
/** @import { Tools } from "./tools.js" */

const OPTIONS = "options"; // what the form's further options are called among the parts that are open

export class Journey {
  /**
   * @param {HTMLElement} calculator
   * @param {Controls} controls
   * @param {Outputs} outputs
   * @param {Tools} tools
   */
  constructor(calculator, controls, outputs, tools) {
    this.calculator = calculator;
    this.controls = controls;
    this.outputs = outputs;
    this.tools = tools;
  }

  /** Returns what the reader brings to this page, if anything. */
  get brought() {
    return figures.carried(this.calculator.id) ?? this.inAddress ?? this.#fromBefore;
  }

  /** Returns the figures in the page's address; they are for its first calculator. */
  get inAddress() {
    const brought = this.#isFirst ? figures.fromAddress(this.controls.names) : undefined;
    // A browser scrolls to an anchor by itself only where no figures follow it.
    if (brought) document.getElementById(figures.parts(location.hash).anchor)?.scrollIntoView();
    return brought;
  }

  /** Returns the figures that this tab had, where the reader comes back to the page or loads it again. */
  get #fromBefore() {
    const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    return this.#isFirst && ["reload", "back_forward"].includes(visit?.type) ? figures.kept() : undefined;
  }

  /** @param {Figures} brought */
  unpack({ controls, open = [], tools }) {
    this.controls.fill(controls);
    if (open.includes(OPTIONS)) this.controls.options.open = true;
    if (open.length) this.outputs.open = open;
    if (tools) this.tools.restore(/** @type {Tools["kept"]} */ (tools));
  }

  /** @param {string} written_in language of the texts, for the page in the other one */
  pack(written_in) {
    const { texts } = this.controls;
    figures.carry(this.calculator.id, { controls: texts, written_in, open: this.#open, tools: this.tools.kept });
  }

  /** @param {Texts} portable figures of the amounts shown, for this tab's other pages and for a way back */
  keep(portable) {
    figures.keep({ controls: portable, open: this.#open });
  }

  /**
   * Returns the address of this calculator with figures, at its step where it stands in one.
   * @param {Texts} portable
   */
  addressOf(portable) {
    const step = this.calculator.closest("li")?.querySelector("h2[id], h3[id]");
    return figures.linkTo(`${location.origin}${location.pathname}`, step?.id ?? "", portable);
  }

  get #open() {
    return [...this.outputs.open, ...(this.controls.options.open ? [OPTIONS] : [])];
  }

  get #isFirst() {
    return document.querySelector(this.calculator.localName) === this.calculator;
  }
}
