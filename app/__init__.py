"""Mali Atlas's web: it parses addresses, serves what the pipeline built, and does no arithmetic on frames."""

from geodata.versions import PROGRAM as __version__

__all__ = ["__version__"]
