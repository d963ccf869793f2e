"""The pages of the claims."""
