"""Loaders: files and services become records, records make assertions."""
