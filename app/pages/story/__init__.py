"""The story of the report on one page."""
