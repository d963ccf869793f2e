"""The error of a query parameter that cannot be read."""

from __future__ import annotations

from geodata.errors import AtlasError


class BadParameter(AtlasError):
    """A query parameter that is unknown, repeated or has a value that is not allowed."""

    def __init__(self, parameter: str, what: str, allowed: list[str]) -> None:
        """Keep the parameter's name and allowed values as fields of the answer."""
        super().__init__(what, expected=", ".join(allowed))
        self.parameter, self.allowed = parameter, allowed
