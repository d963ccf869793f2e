"""Routes of what can be taken away: files, figures, packs and briefings."""
