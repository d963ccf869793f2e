"""Figures, measures and classes of an edition: the answers to "how many, where, when"."""
