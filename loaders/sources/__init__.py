"""One module a format: `detect(head)`, `read(path, source)`, `EXAMPLE`."""
