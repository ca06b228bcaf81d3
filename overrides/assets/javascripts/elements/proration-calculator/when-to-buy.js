// When to buy: the charge today, at each coming month and at renewal, as a chart above its table.

import { drawChart } from "./chart.js";
import { fillTable } from "./table.js";
import { Tool } from "./tool.js";

/** @import { Put, Standing } from "./tool.js" */
/** @typedef {{label: string, note: string, due_now: {text: string}, share: string}} Row */
/** @typedef {{rows: Row[], ticks: {share: string, text: string}[], chart: string}} Schedule */

export class WhenToBuy extends Tool {
  /** @type {Schedule | undefined} */
  #drawn;

  /**
   * @param {HTMLElement} section
   * @param {Put} put
   */
  constructor(section, put) {
    super(section, put);
    new ResizeObserver(() => this.#draw()).observe(this.find("[data-slot=chart]"));
  }

  /**
   * @param {Standing} standing
   * @param {boolean} here
   */
  stand(standing, here) {
    this.find("[data-part=example]").hidden = standing !== "none";
    super.stand(standing, here);
  }

  async update() {
    const answer = await this.answer("when_to_buy");
    if (!answer) return;
    this.#drawn = /** @type {Schedule} */ (/** @type {unknown} */ (answer));
    fillTable(/** @type {HTMLTableElement} */ (this.find("[data-slot=table]")), {
      caption: answer.caption,
      columns: answer.columns.slice(0, 2), // what the third one holds stands below the day
      rows: this.#drawn.rows.map(({ label, due_now }) => [label, due_now.text]),
      asides: this.#drawn.rows.map(({ note }) => note),
    });
    this.#draw();
  }

  #draw() {
    const place = this.find("[data-slot=chart]");
    if (this.#drawn && place.clientWidth) drawChart(place, this.#drawn, place.clientWidth);
  }
}
