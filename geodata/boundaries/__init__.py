"""Units of a frame and level: what ships, and what users bring."""
