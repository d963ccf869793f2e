"""Compiles the catalogues when the package is built, so that no compiled file is kept beside its source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = Path(__file__).parent
"""The folder of the languages: in a checkout, and in the sdist that a wheel is built from."""


class CompileCatalogues(BuildHookInterface[Any]):
    """A build hook of hatchling: a messages.mo beside each messages.po, for wheels and for editable installs."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling's signature
        """Compile before the files are collected, and have them taken in though git ignores them."""
        made = compile_catalogues()
        build_data["artifacts"] += [path.relative_to(self.root).as_posix() for path in made]


def compile_catalogues(folder: Path = CATALOGUES) -> list[Path]:
    """Compile every catalogue of a folder; return the files that were written."""
    made = []
    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], domain="messages")
        target = source.with_suffix(".mo")
        aside = target.with_suffix(".half")
        with aside.open("wb") as file:
            write_mo(file, catalogue)
        aside.replace(target)
        made.append(target)
    return made
