"""A map as a sheet for a report: PNG, SVG and PDF. `sheet` is the content, `files.write` draws it."""
