// Boots a packed runtime as the page does and answers questions, one JSON object a line:
// node runtime/ask.mjs <runtime folder>, with {"question": "form", "text": "…"} on standard input.
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const folder = `${resolve(process.argv[2])}/`;
const { loadPyodide } = await import(pathToFileURL(`${folder}pyodide.mjs`).href);
const pyodide = await loadPyodide({
  indexURL: folder,
  stdLibURL: `${folder}library.zip`,
  packages: ["calculator"],
});
const calculator = pyodide.pyimport("calculator");

for await (const line of createInterface({ input: process.stdin })) {
  const { question, text } = JSON.parse(line);
  console.log(JSON.stringify(calculator.answer(question, text)));
}
