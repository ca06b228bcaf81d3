// A bar chart drawn from texts and shares that Python computed. The table below it says the same in full.
// Colours and sizes of text are the style sheet's. One unit is one pixel, so that text stays readable.

/** @import { Row, Schedule } from "./when-to-buy.js" */
/** @typedef {Record<string, string | number>} Attributes */
/** @typedef {(texts: string[]) => number} Measure */

const NARROW = 500; // pixels; under it, bars lie down
const BOLD = "650 12px"; // the widest text that the style sheet makes
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
  const measure = measuring(getComputedStyle(place).fontFamily);
  const draw = width < NARROW ? lying : standing;
  const [height, marks] = draw(schedule, width, measure);
  const chart = mark("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": schedule.chart });
  chart.append(...marks);
  place.replaceChildren(chart);
}

/**
 * Each bar under a line with its day and its amount.
 * @param {Schedule} schedule
 * @param {number} width
 * @returns {[number, Element[]]}
 */
function lying({ rows }, width) {
  const each = LINE * 1.5;
  const marks = rows.flatMap((row, index) => {
    const y = index * each;
    const kind = kindOf(row);
    return [
      text(row.label, { x: 0, y: y + 12, class: kind }),
      text(row.due_now.text, { x: width, y: y + 12, class: kind, "text-anchor": "end" }),
      mark("path", { d: `M0 ${y + LINE}H${width}`, class: "grid" }),
      mark("rect", { x: 0.5, y: y + 19, width: (width - 1) * Number(row.share), height: 10, class: `bar ${kind}` }),
    ];
  });
  return [rows.length * each, marks];
}

/**
 * @param {Schedule} schedule
 * @param {number} width
 * @param {Measure} measure
 * @returns {[number, Element[]]}
 */
function standing({ rows, ticks }, width, measure) {
  const start = measure(ticks.map((tick) => tick.text)) + GAP;
  const [top, foot] = [LINE, TALL - LINE];
  const up = (/** @type {string} */ share) => foot - (foot - top) * Number(share);
  const band = (width - start) / rows.length;
  const thick = Math.min(band * 0.64, 44);
  const lines = ticks.flatMap((tick) => [
    mark("path", { d: `M${start} ${up(tick.share)}H${width}`, class: "grid" }),
    text(tick.text, { x: start - GAP, y: up(tick.share), class: "beside", "text-anchor": "end" }),
  ]);
  const middle = (/** @type {number} */ index) => start + (index + 0.5) * band;
  const bars = rows.map((row, index) => {
    const [x, y, height] = [middle(index) - thick / 2, up(row.share), foot - up(row.share)];
    return mark("rect", { x, y, width: thick, height, class: `bar ${kindOf(row)}` });
  });
  /** Writes a text in the middle of a bar, or beside it where it would leave the chart. */
  const centred = (/** @type {string} */ words, /** @type {number} */ index, /** @type {number} */ y) => {
    const half = measure([words]) / 2;
    const x = Math.max(start + half, Math.min(middle(index), width - half));
    return text(words, { x, y, class: kindOf(rows[index]), "text-anchor": "middle" });
  };
  const amounts = rows.flatMap((row, index) =>
    row.note ? [centred(row.due_now.text, index, up(row.share) - GAP)] : [],
  );
  const every = Math.ceil((measure(rows.map(({ label }) => label)) + GAP) / band);
  const days = spread(rows.length, every).map((index) => centred(rows[index].label, index, foot + GAP * 2));
  const axis = mark("path", { d: `M${start} ${foot}H${width}`, class: "axis" });
  return [TALL, [...lines, ...bars, axis, ...amounts, ...days]];
}

/**
 * Returns which bars have room for their day: the first, the last, and evenly between.
 * @param {number} count
 * @param {number} every
 */
function spread(count, every) {
  const last = count - 1;
  return [...Array(count).keys()].filter(
    (index) => index === last || (index % every === 0 && last - index >= every),
  );
}

/** @param {Row} row */
function kindOf(row) {
  return row.note ? "noted" : "";
}

/**
 * Returns what measures the widest of some texts.
 * @param {string} family
 * @returns {Measure}
 */
function measuring(family) {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = `${BOLD} ${family}`;
  return (texts) => Math.max(0, ...texts.map((words) => pen.measureText(words).width));
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
