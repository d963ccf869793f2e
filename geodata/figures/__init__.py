"""How many, where, when: figures, measures and classes of an edition."""
