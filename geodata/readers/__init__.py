"""One module per layout of a source: a raw file in, the common tables out. Readers never import each other."""
