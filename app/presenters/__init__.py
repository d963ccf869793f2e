"""From an edition and a view to lines of text: no HTML, no Flask."""
