// Asks a memory image as the page does, one JSON object a line; prints null where the whole Python would be asked:
// node runtime/packed/ask.mjs <folder of the image>, with {"question": "form", "text": "…"} on standard input.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { restore } from "../../overrides/assets/javascripts/worker/packed.js";

const [program, image] = ["python.wasm", "memory.bin"].map((name) => readFileSync(join(process.argv[2], name)));
const module = await WebAssembly.compile(program);
const { buffer } = new Uint8Array(image); // a copy that starts where its buffer does

let ask = await restore(module, buffer);
for await (const line of createInterface({ input: process.stdin })) {
  const { question, text } = JSON.parse(line);
  let answer = null;
  try {
    answer = ask(question, text);
  } catch (error) {
    console.error(String(error));
    ask = await restore(module, buffer);
  }
  console.log(JSON.stringify(answer));
}
