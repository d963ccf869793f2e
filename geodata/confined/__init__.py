"""Files of others are worked on in a process of its own, which opens nothing but what it was given."""
