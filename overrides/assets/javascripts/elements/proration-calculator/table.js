// A table of texts, with its caption and its heads of columns and rows.

/**
 * @typedef {object} Content
 * @property {string} caption
 * @property {string[]} columns heads; the first one may be nothing
 * @property {string[][]} rows each begins with its head
 * @property {string[]} [asides] what is said below the head of each row
 */

/**
 * @param {HTMLTableElement} table
 * @param {Content} content
 */
export function fillTable(table, { caption, columns, rows, asides = [] }) {
  /** @type {HTMLElement} */ (table.caption).textContent = caption;
  table.tHead?.replaceChildren(row(columns.map((text) => (text ? head("col", text) : cell("")))));
  table.tBodies[0].replaceChildren(
    ...rows.map(([first, ...others], index) => row([head("row", first, asides[index]), ...others.map(cell)])),
  );
}

/** @param {Node[]} cells */
function row(cells) {
  const element = document.createElement("tr");
  element.append(...cells);
  return element;
}

/**
 * @param {"col" | "row"} scope
 * @param {string} text
 * @param {string} [aside]
 */
function head(scope, text, aside) {
  const element = document.createElement("th");
  element.scope = scope;
  element.textContent = text;
  if (aside) element.append(" ", below(aside));
  return element;
}

/** @param {string} text */
function below(text) {
  const element = document.createElement("span");
  element.className = "aside";
  element.textContent = text;
  return element;
}

/** @param {string} text */
function cell(text) {
  const element = document.createElement("td");
  element.textContent = text;
  return element;
}
