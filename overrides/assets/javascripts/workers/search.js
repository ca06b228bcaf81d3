// In the place of the theme's search worker: reads it, and has it prepare its index, once someone searches. It would
// do so on every page, in the processor's time that a reader's calculation needs.

const SETUP = 0;
const READY = 1;

/** @type {unknown} */
let setup;
/** @type {unknown[]} */
const asked = [];
let isTelling = false;
const say = self.postMessage.bind(self);

self.addEventListener("message", hold);

/** @param {MessageEvent} event */
function hold(event) {
  if (isTelling) return; // our own, for the theme's worker
  event.stopImmediatePropagation();
  if (event.data.type === SETUP) {
    setup = event.data;
    say({ type: READY }); // before it hears this, the page asks nothing
  } else if (event.data.data && asked.push(event.data) === 1) start(); // the page asks for nothing, "", by itself
}

function start() {
  self.postMessage = (/** @type {{type: number}} */ message) => {
    if (message.type !== READY) return say(message);
    self.removeEventListener("message", hold);
    asked.forEach(tell);
  };
  /** @type {{importScripts: (name: string) => void}} */ (/** @type {unknown} */ (self)).importScripts(THEMES);
  tell(setup);
}

/** @param {unknown} data */
function tell(data) {
  isTelling = true;
  self.dispatchEvent(new MessageEvent("message", { data }));
  isTelling = false;
}
