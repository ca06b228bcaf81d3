// Ways to take an estimate away: a private link, a printed request, a calendar entry, a text.

import { printSheets } from "./sheet.js";
import { Tool } from "./tool.js";

/** @import { Put } from "./tool.js" */

/** Asks for everything that can be taken away; each tool uses its part. */
class TakeAway extends Tool {
  /**
   * @param {HTMLElement} section
   * @param {Put} put
   * @param {() => string} address
   */
  constructor(section, put, address) {
    super(section, put);
    this.address = address;
  }

  /** @param {object} [own] */
  taken(own) {
    return this.answer("take_away", { address: this.address(), ...own });
  }
}

export class PrivateLink extends TakeAway {
  async update() {
    const answer = await this.taken();
    if (!answer) return;
    this.tell(answer.link_holds);
    this.offer(this.address());
  }
}

export class CopiedText extends TakeAway {
  async update() {
    const answer = await this.taken();
    if (answer) this.offer(answer.plain);
  }
}

export class PrintedRequest extends TakeAway {
  async update() {
    await this.taken();
  }

  /** @param {string} act */
  async press(act) {
    if (act !== "print") return;
    const chosen = /** @type {HTMLInputElement} */ (this.find("input:checked"));
    const answer = await this.taken({ sheets: chosen.value.split(" ") });
    if (answer) printSheets(answer.sheets);
  }
}

export class CalendarEntry extends TakeAway {
  async update() {
    await this.taken();
  }

  /** @param {string} act */
  async press(act) {
    if (act !== "download") return;
    const answer = await this.taken();
    if (answer) download(answer.calendar);
  }
}

/** @param {{name: string, text: string}} file */
function download({ name, text }) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/calendar;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // some browsers read it a little later
}
