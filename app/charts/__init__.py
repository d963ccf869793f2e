"""Charts as SVG, drawn on the server with Altair and vl-convert: no script, one theme, two widths."""
