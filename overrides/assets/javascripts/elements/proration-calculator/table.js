// A table of texts, with its caption and its heads of columns and rows.

/** @typedef {{caption: string, columns: string[], rows: string[][]}} Content each row begins with its head */

/**
 * @param {HTMLTableElement} table
 * @param {Content} content
 */
export function fillTable(table, { caption, columns, rows }) {
  /** @type {HTMLElement} */ (table.caption).textContent = caption;
  table.tHead?.replaceChildren(row(columns.map((text) => (text ? head("col", text) : cell("")))));
  table.tBodies[0].replaceChildren(...rows.map(([first, ...others]) => row([head("row", first), ...others.map(cell)])));
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
 */
function head(scope, text) {
  const element = document.createElement("th");
  element.scope = scope;
  element.textContent = text;
  return element;
}

/** @param {string} text */
function cell(text) {
  const element = document.createElement("td");
  element.textContent = text;
  return element;
}
