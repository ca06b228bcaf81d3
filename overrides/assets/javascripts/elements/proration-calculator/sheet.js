// The purchase request on paper: one page, in one language or in two beside each other.

/** @typedef {{title: string, rows?: [string, string][], paragraphs?: string[], list?: string[]}} Section */
/** @typedef {{language: string, title: string, made_on: string, sections: Section[], notes: string[]}} Sheet */

/** Points: sizes of type from the most comfortable to the smallest that is read without effort. */
const SIZES = [9.5, 9, 8.5, 8, 7.5, 7, 6.5];
/** Pixels of 1/96 inch: what is left of a page's height, A4 or Letter, between margins of 10 mm. */
const ROOM = 970;

/**
 * Prints the sheets in place of the page; afterwards the page is as before.
 * @param {Sheet[]} sheets
 */
export function printSheets(sheets) {
  document.querySelector(".purchase-request")?.remove(); // where a browser told no end of an earlier one
  const paper = element("div", { className: "purchase-request" }, sheets.map(article));
  const { title } = document;
  document.body.append(paper);
  fit(paper);
  document.title = sheets[0].title; // what the file is called when it is printed to one
  window.addEventListener(
    "afterprint",
    () => {
      paper.remove();
      document.title = title;
    },
    { once: true },
  );
  window.print();
}

/** @param {HTMLElement} paper gets the largest type with which it fits on a page, if any does */
function fit(paper) {
  for (const size of SIZES) {
    paper.style.fontSize = `${size}pt`;
    if (paper.offsetHeight <= ROOM) return;
  }
}

/** @param {Sheet} sheet */
function article({ language, title, made_on, sections, notes }) {
  return element("article", { lang: language }, [
    element("h1", {}, [title]),
    element("p", { className: "made-on" }, [made_on]),
    ...sections.map(section),
    element("footer", {}, notes.map((note) => element("p", {}, [note]))),
  ]);
}

/** @param {Section} section */
function section({ title, rows = [], paragraphs = [], list = [] }) {
  return element("section", {}, [
    element("h2", {}, [title]),
    ...(rows.length ? [element("table", {}, rows.map(row))] : []),
    ...paragraphs.map((paragraph) => element("p", {}, [paragraph])),
    ...(list.length ? [element("ul", {}, list.map((each) => element("li", {}, [each])))] : []),
  ]);
}

/** @param {[string, string]} row */
function row([label, value]) {
  return element("tr", {}, [element("th", { scope: "row" }, [label]), element("td", {}, [value])]);
}

/**
 * @param {string} name
 * @param {object} properties
 * @param {(Node | string)[]} content
 */
function element(name, properties, content) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
}
