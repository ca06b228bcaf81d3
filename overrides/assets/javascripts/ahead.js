// Runs before anything else of the page: who opens a link with figures wants them computed, so Python starts while
// the page is still on its way.
import { parts } from "./elements/proration-calculator/carried-figures.js";
import { startAhead } from "./worker/place.js";

if (parts(location.hash).texts.size) startAhead();
