"""Security forces: sites, headcounts, mandates, dated events, and what they come to by place and year."""
