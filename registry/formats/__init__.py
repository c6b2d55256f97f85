"""How days and numbers are written, a module a language."""
