"""The briefing: one view in one file."""
