"""Lists in, in the browser: upload, columns, preview, confirm, history, undo."""
