"""Points, lines and polygons: distances, containment, files and encodings."""
