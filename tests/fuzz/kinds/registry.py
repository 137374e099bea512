"""All kinds of documents that are tried."""

from typing import Final

from tests.fuzz.documents import Kind
from tests.fuzz.kinds import arrays, markup, stores, tables, weights

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for module in (tables, markup, arrays, weights, stores)
    for kind in module.KINDS
}
