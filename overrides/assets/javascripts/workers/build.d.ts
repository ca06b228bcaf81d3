// What hooks/bundles.py writes into the worker that waits.

/** The name of the theme's search worker, in the same folder. */
declare const THEMES: string;
