"""How far an export is, on the screen of the one who asked for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


@contextmanager
def export_bar(
    what: str, total: int | None, unit: str
) -> Iterator[Callable[[int], None]]:
    """Show a bar, and give what is told how many more are done.

    Args:
        what: what is written, in words.
        total: how many there are; None: not known.
        unit: what is counted, e.g. `rows`.
    """
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(what, total=total)
    with bar:
        yield lambda count: bar.update(task, advance=count)
