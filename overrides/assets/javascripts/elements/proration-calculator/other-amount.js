// "My dialog shows another amount": which convention gives it, or what to send to support.

import { Tool } from "./tool.js";

/** @typedef {{name: string | null, label: string, text: string}} Match */

export class OtherAmount extends Tool {
  async update() {
    const [amount] = this.fields;
    if (amount.value.trim() === "") return this.clear();
    const answer = await this.answer("other_amount", { amount: amount.value });
    if (!answer) return;
    const list = this.find("[data-slot=matches]");
    list.replaceChildren(.../** @type {Match[]} */ (answer.matches).map((match) => this.#item(match)));
    list.hidden = answer.matches.length === 0;
    this.find("[data-part=send]").hidden = !answer.send;
    this.offer(answer.send ?? "");
  }

  /**
   * @param {string} act
   * @param {Event} event
   */
  press(act, event) {
    if (act !== "adopt") return super.press(act, event);
    const { value } = /** @type {HTMLButtonElement} */ (event.target);
    this.fields[0].focus(); // the list is drawn anew, and the button goes away
    this.section.dispatchEvent(new CustomEvent("fill", { bubbles: true, detail: { convention: value } }));
  }

  /** @param {Match} match */
  #item({ name, label, text }) {
    const item = document.createElement("li");
    const title = document.createElement("strong");
    title.textContent = label;
    item.append(title, " ", text);
    if (name) item.append(" ", this.#adopting(name, title));
    return item;
  }

  /**
   * Returns a button that puts a convention into the form.
   * @param {string} name
   * @param {HTMLElement} title what the convention is called
   */
  #adopting(name, title) {
    const list = this.find("[data-slot=matches]");
    const button = document.createElement("button");
    title.id = `${list.id}-${name}`;
    button.type = "button";
    button.dataset.act = "adopt";
    button.value = name;
    button.textContent = list.dataset.adopt ?? "";
    button.setAttribute("aria-describedby", title.id);
    return button;
  }
}
