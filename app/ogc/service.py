"""The cache of /ogc by build: filters, extents and features, while there is room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask.sansio.app import App

from app.ogc import documents, picked, query, tables
from app.ogc import features as ogc_features
from app.ogc.collections import Collection
from app.ogc.features import Features, Piece
from app.ogc.filters import Filter, of
from app.request import keys
from app.request.registry import Parameter
from app.web import services
from app.web.cache import Cache

_KEEP_BYTES, _KEEP_TEXTS, _KEEP_TABLES = 64 << 20, 48 << 20, 256
"""Cache sizes: bytes of filter values and of feature texts; number of collections whose filters are kept."""


@dataclass(frozen=True)
class Table:
    """The description of a collection: filters, parameters of its items, extent, an example id of a feature."""

    filters: dict[str, Filter]
    parameters: tuple[Parameter[Any], ...]
    extent: dict[str, Any]
    example: str


class Shelf:
    """The cache between requests, by build and collection."""

    def __init__(self, texts: int = _KEEP_TEXTS) -> None:
        """Nothing is kept yet; `texts` are the bytes of texts that are kept."""
        self._tables = Cache[Table](_KEEP_TABLES, lambda _: 1, once=True)
        self._features = Cache[Features](_KEEP_BYTES, lambda made: made.size, once=True)
        self._heads = Cache[list[Piece]](texts, ogc_features.size, once=True)

    def table(self, collection: Collection) -> Table:
        """The description of a collection, made before its features are prepared."""

        def make() -> Table:
            some = list(tables.items(collection, tables.one_year(collection)))
            own = of(collection, some)
            return Table(
                own,
                (*query.parameters(own), *picked.parameters(collection)),
                documents.extent(collection, some),
                some[0].id,
            )

        return self._tables.get(_key(collection), make)

    def features(self, collection: Collection) -> Features:
        """The prepared features of a collection."""
        own = self.table(replace(collection, years=None)).filters
        return self._features.get(_key(collection), lambda: ogc_features.prepare(collection, own))

    def pieces(self, collection: Collection, places: Iterable[int]) -> Iterator[tuple[Piece, Piece]]:
        """The head and the shape of features of a collection."""
        own = _key(collection)

        def heads(year: str | None) -> list[Piece]:
            return self._heads.get((own, year), lambda: ogc_features.heads(collection, year))

        return self.features(collection).pieces(places, heads)


def _key(collection: Collection) -> keys.Key:
    """The cache key of the features: those of claims hold addresses of this server."""
    edition, has_addresses = collection.edition, collection.layer == "claims"
    varies = (collection.id, collection.is_drawn, collection.years)
    return keys.key("features", edition, *varies, has_addresses=has_addresses, has_words=False)


def shelf() -> Shelf:
    """The app's shelf."""
    return services.services().part(Shelf)


def register(app: App) -> None:
    """Give the app its shelf."""
    services.of(app).add(Shelf())
