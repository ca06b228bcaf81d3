// "My dialog shows another amount": which convention gives it, or what to send to support.

import { Tool } from "./tool.js";

/** @typedef {{label: string, text: string}} Match */

export class OtherAmount extends Tool {
  async update() {
    const [amount] = this.fields;
    if (amount.value.trim() === "") return this.clear();
    const answer = await this.answer("other_amount", { amount: amount.value });
    if (!answer) return;
    const list = this.find("[data-slot=matches]");
    list.replaceChildren(.../** @type {Match[]} */ (answer.matches).map(item));
    list.hidden = answer.matches.length === 0;
    this.find("[data-part=send]").hidden = !answer.send;
    this.offer(answer.send ?? "");
  }
}

/** @param {Match} match */
function item({ label, text }) {
  const element = document.createElement("li");
  const name = document.createElement("strong");
  name.textContent = label;
  element.append(name, " ", text);
  return element;
}
