"""The table of corpora."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

from dashboard.records.clip_records import CorpusSummary
from dashboard.state import address
from dashboard.widgets.tables import (
    Column,
    Markup,
    bar,
    dot,
    html_table,
    joined,
    link,
    small,
    tag,
)
from dashboard.wording import MISSING, amount, counted, percent, share

_KINDS: Final = {
    "video": "videos",
    "image": "photographs",
    "text": "written descriptions",
    "letters": "pictures of letters",
}
_PAGES: Final = {"text": "descriptions", "letters": "sign-mnist"}
"""Where a corpus without clips leads to."""
_COLUMNS: Final = (
    Column("Corpus"),
    Column("Clips", "ingested of planned", number=True),
    Column("Glosses", number=True),
    Column("Signers", number=True),
    Column("Frames", number=True),
    Column("Body", "share of frames in which a body was seen", number=True),
    Column("Signing hand", "share of frames with the dominant hand", number=True),
    Column("Holds", "moments in which a hand rests", number=True),
    Column("Crops kept", "share at or above the blur threshold", number=True),
    Column("Licence"),
)


def corpora_table(corpora: Sequence[CorpusSummary], colours: Mapping[str, str]) -> str:
    """Return the corpora as an HTML table; each leads to its clips."""
    rows = [_row(corpus, colours[corpus.corpus]) for corpus in corpora]
    return html_table("Corpora in this store", _COLUMNS, rows)


def corpora_csv(corpora: Sequence[CorpusSummary]) -> str:
    """Return the corpora with all that is known of them as CSV."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(CorpusSummary.__dataclass_fields__))
    writer.writeheader()
    writer.writerows(asdict(corpus) for corpus in corpora)
    return file.getvalue()


def _row(corpus: CorpusSummary, colour: str) -> tuple[object, ...]:
    filmed = corpus.media == "video"
    return (
        _name(corpus, colour),
        _clips(corpus),
        amount(corpus.glosses) if corpus.has_clips else None,
        amount(corpus.signers) if corpus.signers else None,
        amount(corpus.frames) if corpus.has_clips else None,
        bar(share(corpus.pose_frames, corpus.frames)) if filmed else None,
        bar(share(corpus.signing_frames, corpus.frames)) if corpus.has_clips else None,
        amount(corpus.holds) if filmed else None,
        _crops(corpus) if corpus.crops else None,
        _terms(corpus),
    )


def _name(corpus: CorpusSummary, colour: str) -> Markup:
    kind = _KINDS.get(corpus.media, corpus.media)
    page = _PAGES.get(corpus.media, "clips")
    about = ", ".join(part for part in (corpus.language, kind) if part)
    marks = [tag("synthetic")] if corpus.synthetic else []
    name = link(address(page, corpus=corpus.corpus), corpus.title)
    space = Markup(" ")
    return joined(dot(colour), name, space, *marks, small(about))


def _terms(corpus: CorpusSummary) -> Markup:
    """Return licence, citation and what is not allowed."""
    limits = [] if corpus.show_faces else ["faces hidden"]
    limits += [] if corpus.exportable else ["not for export"]
    marks = [tag(limit) for limit in limits if corpus.has_clips]
    cited = [small(corpus.citation)] if corpus.citation else []
    return joined(corpus.licence, *cited, *marks)


def _clips(corpus: CorpusSummary) -> Markup | None:
    if corpus.letters:
        return joined(MISSING, small(counted(corpus.letters, "picture")))
    if not corpus.has_clips:
        return None
    planned = f"of {amount(corpus.clips_planned)} planned"
    return joined(amount(corpus.clips), small(planned))


def _crops(corpus: CorpusSummary) -> Markup:
    blurred = corpus.crops - corpus.crops_kept
    return joined(
        percent(share(corpus.crops_kept, corpus.crops)),
        small(f"{counted(blurred, 'crop')} below {corpus.blur_threshold:.0f}"),
    )
