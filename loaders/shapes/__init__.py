"""How a file falls into pieces: one module a file shape; each gives JSON objects with their places, whatever the file's syntax."""
