"""Routes of the HTML pages."""
