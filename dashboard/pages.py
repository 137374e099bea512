"""Pages: what one is, and how the views folder becomes the navigation."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from dashboard import views


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the dashboard. Each module in `views/` declares one as `PAGE`.

    Attributes:
        title: name in the navigation.
        icon: a Material symbol, e.g. `:material/movie:`.
        url_path: last part of its address.
        order: place in the navigation, smallest first; the first is the start page.
        show: draws the page.
        closed_if_read_only: whether a read-only dashboard leaves it out.
    """

    title: str
    icon: str
    url_path: str
    order: int
    show: Callable[[], None]
    closed_if_read_only: bool = False


def find_pages() -> list[Page]:
    """Return the pages of all modules in `views/`, in navigation order."""
    names = [module.name for module in iter_modules(views.__path__)]
    pages = [import_module(f"{views.__name__}.{name}").PAGE for name in names]
    return sorted(pages, key=lambda page: page.order)
