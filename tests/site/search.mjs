// Asks the search worker of a built site as the page does: ours, which has Material's own answer.
// node search.mjs <site folder> <folder of the index> <question>... -> JSON: one list of locations a question

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv, stdout } from "node:process";
import vm from "node:vm";

const [site, folder, ...questions] = argv.slice(2);
const page = readFileSync(join(site, "index.html"), "utf8");
const worker = join(site, /"search": "([^"]+)"/.exec(page)[1]);
const index = JSON.parse(readFileSync(join(site, folder, "search/search_index.json"), "utf8"));

/** @type {(answer: any) => void} */
let answered;
const events = new EventTarget();
const context = vm.createContext({
  console,
  MessageEvent,
  addEventListener: events.addEventListener.bind(events),
  removeEventListener: events.removeEventListener.bind(events),
  dispatchEvent: events.dispatchEvent.bind(events),
  postMessage: (answer) => answered(answer),
  importScripts: (...paths) => paths.forEach((path) => run(join(dirname(worker), path))),
});
context.self = context;

function run(path) {
  vm.runInContext(readFileSync(path, "utf8"), context, { filename: path });
}

function ask(type, data) {
  return new Promise((resolve) => {
    answered = resolve;
    context.dispatchEvent(new MessageEvent("message", { data: { type, data } }));
  });
}

run(worker);
await ask(0, { config: index.config, docs: index.docs, options: { suggest: true } });
const found = [];
for (const question of questions) {
  const { data } = await ask(2, question);
  found.push(data.items.map((items) => items.map(({ location, terms }) => ({ location, terms }))));
}
stdout.write(JSON.stringify(found));
