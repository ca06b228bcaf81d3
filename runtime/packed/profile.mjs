// Asks questions of an image whose program counts, and writes which of its functions ran, a byte for each:
// node runtime/packed/profile.mjs <program> <image> <questions> <output>
import { readFileSync, writeFileSync } from "node:fs";
import { ask, fill, instantiate } from "../../overrides/assets/javascripts/worker/packed.js";

const [program, image, questions, output] = process.argv.slice(2).map((path) => readFileSync.bind(null, path));
const module = await WebAssembly.compile(program());
const { buffer } = new Uint8Array(image()); // a copy, that starts where its buffer does
const asked = JSON.parse(questions());

let python, head;
const start = async () => {
  ({ exports: python } = await instantiate(module));
  head = fill(python, buffer);
};
await start();
const ran = new Uint8Array(Object.keys(python).filter((name) => /^P\d+$/.test(name)).length);
const note = () => ran.forEach((_, index) => (ran[index] |= python[`P${index}`].value));

const failed = {};
for (const [question, text] of asked) {
  try {
    ask(python, head.answer, `${question} ${text}`);
  } catch (error) {
    failed[error] = (failed[error] ?? 0) + 1;
    note();
    await start();
  }
}
note();
writeFileSync(process.argv[5], ran);
console.log(JSON.stringify({ asked: asked.length, ran: ran.reduce((sum, one) => sum + one), failed }));
