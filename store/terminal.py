"""Where commands print tables and sentences."""

from typing import Any

from rich.console import Console
from rich.text import Text

from store.plain_text import visible


class Terminal(Console):
    """A console that prints plainly, whatever is in the words that it is given."""

    def __init__(self) -> None:
        super().__init__(markup=False, highlight=False)

    def render_str(self, text: str, **told: Any) -> Text:
        """Return text as it is printed; all strings, cells of tables too, come by."""
        return super().render_str(visible(text), **told)
