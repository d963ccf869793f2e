"""Figures of a view: the route, and what is handed to the map sheet."""
