"""How sharp the crops of each corpus are, with the threshold that parts blurred from kept."""

import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboard.charts.layout import INK, corpus_rows, finish_corpus_rows, label
from dashboard.records.clip_records import CorpusSummary, SharpnessBin
from dashboard.wording import percent, share


def sharpness_by_corpus(
    corpora: Sequence[CorpusSummary],
    bins: Sequence[SharpnessBin],
    colours: Mapping[str, str],
) -> go.Figure:
    """Return one histogram per corpus over a shared logarithmic axis."""
    shown = [corpus for corpus in corpora if corpus.crops]
    figure = corpus_rows([_title(corpus) for corpus in shown])
    for row, corpus in enumerate(shown, 1):
        own = [item for item in bins if item.corpus == corpus.corpus]
        figure.add_trace(_bars(corpus, own, colours[corpus.corpus]), row=row, col=1)
        figure.add_vline(
            x=math.log10(corpus.blur_threshold),
            line={"color": INK, "dash": "dash", "width": 1.5},
            row=row,
            col=1,
        )
    figure.update_xaxes(range=[0.5, 4.5], tickvals=[1, 2, 3, 4])
    figure.update_xaxes(ticktext=["10", "100", "1,000", "10,000"])
    return finish_corpus_rows(figure, len(shown), x_title="variance of the Laplacian")


def _title(corpus: CorpusSummary) -> str:
    kept = percent(share(corpus.crops_kept, corpus.crops))
    return (
        f"{label(corpus.marked_title)}: {kept} at or above {corpus.blur_threshold:.0f}"
    )


def _bars(corpus: CorpusSummary, bins: Sequence[SharpnessBin], colour: str) -> go.Bar:
    blurred = [item.high <= corpus.blur_threshold for item in bins]
    return go.Bar(
        x=[(math.log10(item.low) + math.log10(item.high)) / 2 for item in bins],
        y=[item.crops for item in bins],
        width=[math.log10(item.high) - math.log10(item.low) for item in bins],
        marker={"color": colour, "opacity": [0.35 if b else 1.0 for b in blurred]},
        customdata=[[item.low, item.high] for item in bins],
        hovertemplate="%{y:,} crops from %{customdata[0]:.0f} to "
        "%{customdata[1]:.0f}<extra></extra>",
        name=label(corpus.title),
    )
