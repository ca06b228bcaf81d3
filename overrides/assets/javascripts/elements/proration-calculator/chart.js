// A bar chart drawn from texts and shares that Python computed. The table below it says the same in full.
// Colours and sizes of text are the style sheet's. One unit is one pixel, so that text stays readable.

/** @import { Row, Schedule } from "./when-to-buy.js" */
/** @typedef {Record<string, string | number>} Attributes */

const NARROW = 500; // pixels: under it, bars lie down and each has its own line
const LETTER = 7.4; // pixels that a letter takes on average, bold ones included
const LINE = 24;
const GAP = 8;
const TALL = 260;

/**
 * Draws the chart as wide as its place.
 * @param {HTMLElement} place
 * @param {Schedule} schedule
 * @param {number} width
 */
export function drawChart(place, schedule, width) {
  const [height, marks] = width < NARROW ? lying(schedule.rows, width) : standing(schedule, width);
  const chart = mark("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": schedule.chart });
  chart.append(...marks);
  place.replaceChildren(chart);
}

/**
 * @param {Row[]} rows
 * @param {number} width
 * @returns {[number, Element[]]}
 */
function lying(rows, width) {
  const start = widest(rows.map(({ label }) => label)) + GAP;
  const room = width - start - GAP - widest(rows.map(({ due_now }) => due_now.text));
  const marks = rows.flatMap((row, index) => {
    const middle = (index + 0.5) * LINE;
    const length = room * Number(row.share);
    return [
      text(row.label, { x: start - GAP, y: middle, class: `beside ${kindOf(row)}`, "text-anchor": "end" }),
      mark("rect", { x: start, y: middle - 7, width: length, height: 14, class: `bar ${kindOf(row)}` }),
      text(row.due_now.text, { x: start + length + GAP / 2, y: middle, class: `beside ${kindOf(row)}` }),
    ];
  });
  const height = rows.length * LINE;
  return [height, [...marks, mark("path", { d: `M${start} 0V${height}`, class: "axis" })]];
}

/**
 * @param {Schedule} schedule
 * @param {number} width
 * @returns {[number, Element[]]}
 */
function standing({ rows, ticks }, width) {
  const start = widest(ticks.map((tick) => tick.text)) + GAP;
  const [top, foot] = [LINE, TALL - LINE];
  const up = (/** @type {string} */ share) => foot - (foot - top) * Number(share);
  const band = (width - start) / rows.length;
  const thick = Math.min(band * 0.64, 44);
  const lines = ticks.flatMap((tick) => [
    mark("path", { d: `M${start} ${up(tick.share)}H${width}`, class: "grid" }),
    text(tick.text, { x: start - GAP, y: up(tick.share), class: "beside", "text-anchor": "end" }),
  ]);
  const bars = rows.map((row, index) =>
    mark("rect", {
      x: start + (index + 0.5) * band - thick / 2,
      y: up(row.share),
      width: thick,
      height: foot - up(row.share),
      class: `bar ${kindOf(row)}`,
    }),
  );
  const amounts = rows.flatMap((row, index) =>
    row.note ? [above(row.due_now.text, row, start + (index + 0.5) * band, up(row.share) - GAP, start, width)] : [],
  );
  const days = dated(rows, band).map((index) =>
    above(rows[index].label, rows[index], start + (index + 0.5) * band, foot + GAP * 2, start, width),
  );
  return [TALL, [...lines, ...bars, mark("path", { d: `M${start} ${foot}H${width}`, class: "axis" }), ...amounts, ...days]];
}

/**
 * Returns which bars have room for their day: the first, the last, and evenly between.
 * @param {Row[]} rows
 * @param {number} band
 */
function dated(rows, band) {
  const every = Math.ceil((widest(rows.map(({ label }) => label)) + GAP) / band);
  const last = rows.length - 1;
  return [...rows.keys()].filter((index) => index === last || (index % every === 0 && last - index >= every));
}

/**
 * Returns a text in the middle of its bar, moved where it would leave the chart.
 * @param {string} words
 * @param {Row} row
 * @param {number} middle
 * @param {number} y
 * @param {number} start
 * @param {number} end
 */
function above(words, row, middle, y, start, end) {
  const half = widest([words]) / 2;
  const x = Math.max(start + half, Math.min(middle, end - half));
  return text(words, { x, y, class: kindOf(row), "text-anchor": "middle" });
}

/** @param {Row} row */
function kindOf(row) {
  return row.note ? "noted" : "";
}

/** @param {string[]} texts */
function widest(texts) {
  return Math.max(0, ...texts.map(({ length }) => length)) * LETTER;
}

/**
 * @param {string} words
 * @param {Attributes} attributes
 */
function text(words, attributes) {
  const element = mark("text", attributes);
  element.textContent = words;
  return element;
}

/**
 * @param {string} name
 * @param {Attributes} attributes
 */
function mark(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  return element;
}
