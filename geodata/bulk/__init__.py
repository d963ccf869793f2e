"""Files of events larger than memory, placed and counted in pieces: on this machine, or by an engine that is there."""
