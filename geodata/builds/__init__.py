"""From the inputs to a build on disk, and from there to what a worker reads."""
