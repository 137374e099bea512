"""Addresses of media in ELAN's documents, read as paths."""

from urllib.parse import unquote

from store.elan import document as elan


def possible_paths(media: elan.Media) -> list[str]:
    """Return the paths that the addresses of a media file may mean, relative first."""
    return [*read_address(media.relative_url), *read_address(media.url)]


def read_address(url: str | None) -> list[str]:
    """Return the paths that an address may mean: as it is written, and decoded.

    ELAN writes spaces into addresses as they are, other programs write %20.
    """
    if not url:
        return []
    path = url
    if url.lower().startswith("file:"):
        path = "/" + url[len("file:") :].lstrip("/")
    return [one for one in dict.fromkeys((path, unquote(path))) if "\0" not in one]
