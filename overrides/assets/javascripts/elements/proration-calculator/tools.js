// What else can be asked about the figures.

/** @import { Answer } from "./outputs.js" */
/** @typedef {(question: string, own: object) => Promise<object>} AskFor */

export class Tools {
  /**
   * @param {HTMLElement} region
   * @param {AskFor} ask
   * @param {() => string} address
   */
  constructor(region, ask, address) {
    this.region = region;
    this.ask = ask;
    this.address = address;
  }

  /** @param {Answer | undefined} _answer */
  show(_answer) {}

  get kept() {
    return undefined;
  }

  /** @param {unknown} _kept */
  restore(_kept) {}
}
