// "I have 500 € today": the largest total that this pays for, ready to be put into the form.

import { Tool } from "./tool.js";

export class Budget extends Tool {
  async update() {
    const [budget] = this.fields;
    if (budget.value.trim() === "") return this.clear();
    const answer = await this.answer("budget", { budget: budget.value });
    if (!answer) return;
    this.find("[data-slot=quantity_after]").textContent = answer.quantity_after ?? "";
    this.find("[data-act=fill]").hidden = !answer.quantity_after;
  }

  /** @param {string} act */
  press(act) {
    if (act !== "fill") return;
    const quantity_after = this.find("[data-slot=quantity_after]").textContent;
    this.section.dispatchEvent(new CustomEvent("fill", { bubbles: true, detail: { quantity_after } }));
  }
}
