"""The one family of errors that a user can cause and correct; any other exception is a bug."""

from __future__ import annotations


class AtlasError(Exception):
    """An error in four parts: what is wrong, where, what was expected, what to do."""

    def __init__(self, what: str, *, where: str = "", expected: str = "", todo: str = "") -> None:
        """Keep the parts as fields, so that the web and the command line can each show them."""
        self.what, self.where, self.expected, self.todo = what, where, expected, todo
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """One sentence per part, in the order what, where, expected, what to do."""
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.expected:
            parts.append(f"Expected: {self.expected}.")
        if self.todo:
            parts.append(self.todo)
        return " ".join(part if part.endswith((".", "!", "?")) else part + "." for part in parts)


class DataError(AtlasError):
    """A file or table does not hold what its layout promises."""


class MaliMissing(DataError):
    """There is no import of Mali's events that a neighbour's could stand beside."""


class BuildMissing(AtlasError):
    """The data directory holds no complete build."""


class BuildDamaged(AtlasError):
    """A file of a build is not the one that was written: changed, gone, or not to be read."""

    def __init__(self, build: str, what: str, path: object) -> None:
        """Keep the build's id as a field, for another one to be served."""
        super().__init__(what, where=str(path), todo="Run: mali-atlas doctor")
        self.build = build


class BuildLacks(AtlasError):
    """A build lacks a file that it should hold: it was taken away while it was read."""
