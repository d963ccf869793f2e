"""The page of the withdrawal."""
