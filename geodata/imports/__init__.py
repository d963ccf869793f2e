"""The user's data directory: files added, recorded, fetched and removed."""
