"""In how many clips of each corpus the signing hand is seen, and how often."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.charts.layout import corpus_rows, finish_corpus_rows, label
from dashboard.records.clip_records import CorpusSummary, HandShareBin
from dashboard.wording import percent, share


def presence_by_corpus(
    corpora: Sequence[CorpusSummary],
    bins: Sequence[HandShareBin],
    colours: Mapping[str, str],
) -> go.Figure:
    """Return one histogram of clips per corpus, over the share of frames with the hand."""
    shown = [corpus for corpus in corpora if corpus.frames]
    figure = corpus_rows([_title(corpus) for corpus in shown])
    for row, corpus in enumerate(shown, 1):
        own = [item for item in bins if item.corpus == corpus.corpus]
        figure.add_trace(_bars(corpus, own, colours[corpus.corpus]), row=row, col=1)
    figure.update_xaxes(range=[-0.02, 1.02], tickformat=".0%", dtick=0.25)
    return finish_corpus_rows(
        figure, len(shown), x_title="frames with the signing hand"
    )


def _title(corpus: CorpusSummary) -> str:
    seen = percent(share(corpus.signing_frames, corpus.frames))
    return f"{label(corpus.marked_title)}: {seen} of frames"


def _bars(corpus: CorpusSummary, bins: Sequence[HandShareBin], colour: str) -> go.Bar:
    return go.Bar(
        x=[(item.low + item.high) / 2 for item in bins],
        y=[item.clips for item in bins],
        width=[item.high - item.low for item in bins],
        marker={"color": colour},
        customdata=[[item.low, item.high] for item in bins],
        hovertemplate="%{y:,} clips with the hand in %{customdata[0]:.0%} to "
        "%{customdata[1]:.0%} of frames<extra></extra>",
        name=label(corpus.title),
    )
