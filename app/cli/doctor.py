"""The output of `mali-atlas doctor`: each check of a data directory with ok, or what is wrong and what to do."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from app.cli import terminal
from geodata.builds import health


def doctor(data: Path, *, is_repair: bool, as_json: bool) -> int:
    """Print the findings on a data directory, after a repair where that is asked for; return the exit code."""
    done = health.repair(data) if is_repair and data.is_dir() else []
    found = health.examine(data)
    is_well = all(finding.is_ok for finding in found)
    if as_json:
        findings = [{**asdict(finding), "is_ok": finding.is_ok} for finding in found]
        about = {"directory": str(data), "is_well": is_well, "repaired": done, "findings": findings}
        click.echo(json.dumps(about, ensure_ascii=False, indent=1))
        return 0 if is_well else 1
    for line in done:
        terminal.echo(f"repaired  {line}")
    for finding in found:
        state = "ok" if finding.is_ok else "WRONG"
        todo = "" if finding.is_ok else f". {finding.todo.removesuffix('.')}."
        terminal.echo(f"{state:<8}  {finding.subject}: {finding.found}{todo}")
    wrong = sum(not finding.is_ok for finding in found)
    terminal.echo("All is well." if is_well else f"{wrong} of {len(found)} checks found something wrong.")
    return 0 if is_well else 1
