"""Python as an image of its memory, for a start without Pyodide's scripts. README.md explains."""
