"""The citation pack as one zip: a view's data and figure, their citations, and everything needed to check them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, request

from app.exports.mapsheet import route
from app.exports.mapsheet.view import SheetView
from app.presenters import download_links
from app.presenters.map_view import MapView
from app.request import keys, options, parameters, parsing, terms
from app.request.registry import Where
from app.request.view import View
from app.web import responses, urls
from app.web.languages import language
from app.web.responses import Body, body, respond
from geodata import periods, policies, versions, vocabulary
from geodata.builds.store import Edition
from geodata.exports import citations, extract, titles
from geodata.exports.citations import Citation
from geodata.exports.extract import DISCLAIMER, Extract
from geodata.exports.pack import EXTENSIONS, File, content, write
from geodata.exports.selection import Selection
from geodata.policies import Refused
from geodata.texts import Text, say

blueprint = Blueprint("packs", __name__)

PATH = "/download/pack.zip"
DATA = "data/"
IMAGES = ("png", "pdf")
SIZE = "a4"
SHAPES = "geojson"
"""The format that holds the shapes of units."""
LeftOut = dict[str, str]
"""What the terms keep out of a pack: the layer or its format, and the rule."""

_README = Text(
    """{title}
Mali Atlas, build {build}
{permalink}

data/           the figures, as CSV with a description of its columns and, where their
                shapes may be handed out, as GeoJSON
figure          the map as PNG and PDF
CITATION.txt    how to cite; for programs CITATION.cff and citation.bib
manifest.json   filters, sources, licences, row accounting, and the SHA-256 of every file
{left_out}
No data (an empty field) is not 0. {disclaimer}

To see whether this pack is intact, and whether Mali Atlas still gives these figures:
    mali-atlas verify PACK.zip
""",
    """{title}
Mali Atlas, compilation {build}
{permalink}

data/           les chiffres, en CSV avec une description des colonnes et, si leurs
                contours peuvent être remis, en GeoJSON
figure          la carte en PNG et en PDF
CITATION.txt    comment citer\u202f; pour les logiciels, CITATION.cff et citation.bib
manifest.json   filtres, sources, licences, décompte des lignes, SHA-256 de chaque fichier
{left_out}
Sans donnée (champ vide) n’est pas 0. Les chiffres comptent ce que la source a relevé\u202f;
les estimations basse et haute sont une fourchette de rapports, pas un intervalle de confiance.
Les noms et les frontières n’impliquent aucune approbation. Pas pour un usage opérationnel ni pour le ciblage.

Pour savoir si ce dossier est intact, et si Mali Atlas donne encore ces chiffres\u202f:
    mali-atlas verify PACK.zip
""",
)


@dataclass(frozen=True)
class _Part:
    """A layer of the pack, with the files that its terms allow and the formats that they do not."""

    made: Extract
    files: tuple[File, ...]
    left_out: tuple[LeftOut, ...]


@blueprint.get(PATH)
@parameters.accepts(Where.PACK)
def pack() -> Response:
    """The view as a citation pack; 403 where the terms of its source do not give its figures away."""
    edition = terms.edition()
    view = parsing.view_of(request.args, edition, Where.PACK)
    terms.require_exportable(edition, view.level, with_geometry=False)
    return respond(keys.kept(lambda: _body(edition, view), keys.key("pack", edition, replace(view, lang=None))))


def _body(edition: Edition, view: View) -> Body:
    address = permalink(edition, view)
    name = f"{titles.stem(edition, view.level, view.selection(view.level))}-pack.zip"
    links = [urls.cite_as(address)]
    return body(assemble(edition, view), "application/zip", vary=responses.VARY, filename=name, links=links)


def permalink(edition: Edition, view: View, path: str = PATH) -> str:
    """The permanent address of the view's pack, or page."""
    return urls.base() + download_links.kept(edition, view, path)


def assemble(edition: Edition, view: View) -> bytes:
    """The pack's bytes: the same for the same build, view and language."""
    allowed, refused = _allowed(edition, view)
    parts = [_part(edition, layer, chosen) for layer, chosen in allowed]
    order = [layer for layer, _ in _shown(view)]
    found = [*refused, *(entry for part in parts for entry in part.left_out)]
    left_out = sorted(found, key=lambda entry: order.index(entry["layer"]))
    refused_layers = {entry["layer"] for entry in refused}
    shown = replace(view, layers=tuple(name for name in view.layers if name not in refused_layers))
    cited = _citation(edition, shown, parts, permalink(edition, view))
    files = {
        "README.txt": _readme(cited, left_out).encode(),
        "CITATION.txt": _cited(cited).encode(),
        "CITATION.cff": citations.cff(cited).encode(),
        "citation.bib": citations.bibtex(cited).encode(),
    }
    for part in parts:
        files |= {file.name: content(part.made, file.format, part.files) for file in part.files}
    for image in IMAGES:
        files[f"figure.{image}"] = route.draw(edition, shown, extension=image, size=SIZE)
    return write(_manifest(edition, view, cited, parts, left_out), files)


def _allowed(edition: Edition, view: View) -> tuple[list[tuple[str, Selection]], list[LeftOut]]:
    """The layers of the view that may leave the server, with what is chosen of them; and those that may not."""
    allowed, refused = [], []
    for layer, chosen in _shown(view):
        if (rule := _rule_against(edition, layer, with_geometry=False)) is None:
            allowed.append((layer, chosen))
        else:
            refused.append({"layer": layer, "rule": rule})
    return allowed, refused


def _rule_against(edition: Edition, layer: str, *, with_geometry: bool) -> str | None:
    """The rule of the terms that keeps a layer, or its shapes, on the server; None where none does."""
    try:
        terms.require_exportable(edition, layer, with_geometry=with_geometry)
    except Refused as refused:
        return refused.rule
    return None


def _shown(view: View) -> Iterator[tuple[str, Selection]]:
    yield view.level, view.selection(view.level)
    kinds = [vocabulary.split_zone(name) for name in view.layers if name.rpartition("-")[0] in vocabulary.KINDS]
    if any(km in vocabulary.DISTANCES_KM for _, km in kinds):
        yield "zones", replace(view.selection("zones"), km=None)
    if view.free_km:
        yield "zones", view.selection("zones")
    if "grid" in view.layers:
        yield "grid", view.selection("grid")
    if any(name in options.FORCE_LAYERS for name in view.layers):
        yield "sites", view.selection("sites")
    if "events" in view.layers:
        yield "events", view.selection("events")


def _part(edition: Edition, layer: str, chosen: Selection) -> _Part:
    """The layer with its files; without shapes where those may not be handed out."""
    rule = _rule_against(edition, layer, with_geometry=True)
    allowed = [extension for extension in EXTENSIONS if rule is None or extension != SHAPES]
    left_out = () if rule is None else ({"layer": layer, "format": SHAPES, "rule": rule},)
    made = extract.build_extract(edition, layer, chosen)
    pairs = dict(sorted(chosen.pairs().items()))
    files = (
        File(
            f"{DATA}{made.stem}.{extension}",
            extension,
            urls.permanent(edition, f"/download/{layer}.{extension}", pairs),
        )
        for extension in allowed
    )
    return _Part(made, tuple(files), left_out)


def _citation(edition: Edition, view: View, parts: Sequence[_Part], address: str) -> Citation:
    """The citation of the pack: the figures of its units, and the sources of everything in it."""
    first = parts[0].made
    found = [source for part in parts for source in part.made.provenance["sources"]]
    found += [edition.manifest["sources"][name] for name in route.source_ids(SheetView(MapView(edition, view)))]
    known = {source["id"]: source for source in found}
    whole = citations.of_layer(edition, first.layer, first.chosen, address)
    return replace(whole, sources=tuple(known.values()))


def _manifest(
    edition: Edition, view: View, cited: Citation, parts: Sequence[_Part], left_out: Sequence[dict[str, str]]
) -> dict[str, Any]:
    """All that a reader needs to check and to repeat the pack; packs.write adds the files with their SHA-256."""
    return {
        "title": {"en": cited.title.en, "fr": cited.title.fr},
        "permalink": cited.permalink,
        "view": permalink(edition, view, "/"),
        "filters": _filters(edition, view),
        "source": edition.source,
        "frame": edition.frame,
        "build": edition.id,
        "built": periods.clock(edition.built),
        "code": {
            "version": versions.PROGRAM,
            "pipeline": edition.manifest.get("made_from", ""),
            "hash": versions.code(),
        },
        "terms": policies.policy(edition.policy).rule,
        "licence": {
            source["id"]: {"licence": source["licence"], "url": source["licence_url"]} for source in cited.sources
        },
        "disclaimer": DISCLAIMER,
        "sources": [dict(source) for source in cited.sources],
        "layers": [_described(part) for part in parts],
        "figures": [
            {"name": f"figure.{image}", "permalink": route.permalink(edition, view, image, SIZE)} for image in IMAGES
        ],
        "left_out": list(left_out),
    }


def _described(part: _Part) -> dict[str, Any]:
    return {
        "layer": part.made.layer,
        "title": part.made.title.en,
        "filters": part.made.chosen.pairs(),
        "rows": len(part.made.items),
        "rows_of_no_unit": len(part.made.totals),
        "row_accounting": part.made.accounting,
        "files": [{"name": file.name, "format": file.format, "permalink": file.permalink} for file in part.files],
    }


def _filters(edition: Edition, view: View) -> dict[str, Any]:
    """Every parameter of the view, with the edition and the language that it was answered in."""
    return {**view.values(Where.PACK), "source": edition.source, "frame": edition.frame, "lang": language()}


def _cited(cited: Citation) -> str:
    """The citation in both languages, then how each source asks to be cited."""
    line = citations.as_text(cited)
    sources = [f"- {source['citation']}" for source in cited.sources if source["citation"]]
    return "\n\n".join([line.en, line.fr, "\n".join(["Sources", *sources])]) + "\n"


def _readme(cited: Citation, left_out: Sequence[dict[str, str]]) -> str:
    names = ", ".join(" ".join((entry["layer"], entry.get("format", ""))).strip() for entry in left_out)
    not_here = say(
        "Left out, by the terms of the sources (manifest.json says which): {names}\n",
        "Absents, selon les conditions des sources (voir manifest.json)\u202f: {names}\n",
        names=names,
    )
    made = say(
        _README.en,
        _README.fr,
        title=cited.title,
        build=cited.build,
        permalink=cited.permalink,
        left_out=not_here if left_out else Text("", ""),
        disclaimer=DISCLAIMER,
    )
    return f"{made.en}\n{'-' * 80}\n\n{made.fr}"
