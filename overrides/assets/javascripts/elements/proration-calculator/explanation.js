// How an amount was worked out: words, a small table, formulas. Each row leads to the paragraph of its rule.
// The same structure as in partials/calculator.html, which holds the example's.

import { linkTo } from "./carried-figures.js";

/** @import { Texts } from "./controls.js" */
/** @typedef {{of: string, rule: string, text: string, label: string, figure: string, kind: "words" | "formula"}} Step */

export class Explanation {
  /** @param {Record<string, string>} rules addresses of the paragraphs, by rule */
  constructor(rules) {
    this.rules = rules;
  }

  /**
   * @param {HTMLElement} place
   * @param {Step[]} steps of one amount
   * @param {Texts} portable the reader's figures, which links carry along
   */
  draw(place, steps, portable) {
    const told = (/** @type {Step["kind"]} */ kind) => steps.filter((step) => step.kind === kind).map(sentence);
    place.querySelector(".words")?.replaceChildren(...told("words"));
    const rows = steps.filter(({ figure }) => figure !== "").map((step) => this.#row(step, portable));
    place.querySelector("tbody")?.replaceChildren(...rows);
    place.querySelector(".formulas")?.replaceChildren(...told("formula"));
  }

  /**
   * @param {Step} step
   * @param {Texts} portable
   */
  #row({ rule, label, figure }, portable) {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.append(this.#linked(rule, label, portable));
    row.append(head);
    row.insertCell().textContent = figure;
    return row;
  }

  /**
   * @param {string} rule
   * @param {string} label
   * @param {Texts} portable
   */
  #linked(rule, label, portable) {
    if (!(rule in this.rules)) return label;
    const [page, anchor] = this.rules[rule].split("#");
    const link = document.createElement("a");
    link.setAttribute("href", linkTo(page, anchor, portable));
    link.textContent = label;
    return link;
  }
}

/** @param {{text: string}} step */
function sentence({ text }) {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  return paragraph;
}
