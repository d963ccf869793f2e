"""Boundary files that users bring: recognised, matched, audited and repaired."""
