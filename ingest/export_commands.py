"""`signatlas export ...`: files out of a store, for other programs and for people."""

import typer

export_app = typer.Typer(
    help="Write files for other programs: ELAN, pose-format, Hugging Face, tables.",
    no_args_is_help=True,
)


@export_app.callback()
def _export() -> None:
    """Write files for other programs: ELAN, pose-format, Hugging Face, tables."""
