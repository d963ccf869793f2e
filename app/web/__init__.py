"""HTTP plumbing that knows no page."""
