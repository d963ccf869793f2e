"""Mali Atlas's web: it parses addresses, serves what the pipeline built, and does no arithmetic on frames."""

__version__ = "0.1.0"
