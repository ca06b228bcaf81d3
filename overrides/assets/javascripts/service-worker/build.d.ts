// What hooks/offline.py writes into the service worker.

/** The files that are kept, as Workbox lists them. */
declare const KEPT: { url: string; revision: string | null; integrity: string }[];

/** The folder of Python, with a slash at its end, and the checksums of the files that it is started from. */
declare const PYTHON: { folder: string; checksums: Record<string, string> };
