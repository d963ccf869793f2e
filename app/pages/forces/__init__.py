"""The pages of the forces."""
