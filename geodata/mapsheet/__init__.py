"""A map as a sheet for a report: PNG, SVG and PDF. `sheet` says what stands on one, `files.write` draws it."""
