"""The one dictionary of columns, and tables checked against it."""
