"""Colours and the page's style, in one place. Okabe-Ito: legible to the colour-blind.

Reference: Okabe and Ito, Color Universal Design, 2008.
"""

from collections.abc import Sequence
from typing import Final

from store.skeleton import Hand

BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
GREEN: Final = "#009E73"
PURPLE: Final = "#CC79A7"
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
GREY: Final = "#7A858D"

CORPUS_COLOURS: Final = (GREEN, PURPLE, ORANGE, SKY, BLUE, VERMILLION)
HAND_COLOURS: Final[dict[Hand, str]] = {"left": VERMILLION, "right": BLUE}
BODY_COLOUR: Final = GREY
CROP_GROUND: Final = "#8A9299"
"""The neutral grey behind every picture of a hand, in both themes."""


def corpus_colours(corpora: Sequence[str]) -> dict[str, str]:
    """Return the colour of each corpus: by name, so that it is the same on every page."""
    return {
        corpus: CORPUS_COLOURS[place % len(CORPUS_COLOURS)]
        for place, corpus in enumerate(sorted(corpora))
    }


PAGE_STYLE: Final = """
<span class="sa-style" hidden></span>
<style>
[data-testid="stElementContainer"]:has(.sa-style) { position: absolute; }
.stMainBlockContainer { padding: 3.4rem 2rem 3rem; max-width: 1500px; }
.stMainBlockContainer h1 { padding: 0.2rem 0 0.1rem; text-wrap: balance; }
.stMainBlockContainer h2, .stMainBlockContainer h3 { padding: 0.5rem 0 0.35rem; }
[data-testid="stCaptionContainer"] { color: inherit; opacity: 1; }
[data-testid="stCaptionContainer"] p {
  color: color-mix(in srgb, currentColor 78%, transparent);
}
[data-testid="stMain"] [data-testid="stVerticalBlock"] { gap: 0.65rem; }
.sa-alt {
  position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
.sa-scroll { overflow-x: auto; }
.sa-table a { color: inherit; text-decoration-color: color-mix(in srgb, currentColor 45%, transparent); text-underline-offset: 2px; }
.sa-table { border-collapse: collapse; width: 100%; font-size: 0.87rem; }
.sa-table th, .sa-table td {
  padding: 0.34rem 0.9rem 0.34rem 0; text-align: left; vertical-align: top;
  border: 0; border-bottom: 1px solid color-mix(in srgb, currentColor 16%, transparent);
}
.sa-table thead th {
  font-weight: 500; white-space: nowrap; vertical-align: bottom;
  color: color-mix(in srgb, currentColor 78%, transparent);
}
.sa-table tbody th { font-weight: 600; }
.sa-table .sa-number {
  text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap;
}
.sa-small {
  display: block; font-size: 0.8rem; font-weight: 400;
  color: color-mix(in srgb, currentColor 78%, transparent);
}
.sa-bar {
  display: block; height: 4px; margin-top: 3px; min-width: 3.2rem; border-radius: 2px;
  background: color-mix(in srgb, currentColor 14%, transparent);
}
.sa-bar > span { display: block; height: 100%; border-radius: 2px; background: #0072B2; }
.sa-dot {
  display: inline-block; width: 0.65rem; height: 0.65rem; border-radius: 2px;
  margin-right: 0.4rem;
}
.sa-tag {
  display: inline-block; padding: 0 0.4rem; border-radius: 3px; font-size: 0.78rem;
  font-weight: 600; border: 1px solid currentColor; white-space: nowrap;
}
.sa-picture { display: block; width: 100%; height: auto; border-radius: 4px; }
.sa-crops { display: flex; flex-wrap: wrap; gap: 0.6rem; margin: 0; padding: 0; }
.sa-crops figure { margin: 0; width: 7.4rem; }
.sa-crops .sa-square {
  width: 7.4rem; height: 7.4rem; background: #8A9299; border-radius: 4px;
  display: flex; align-items: center; justify-content: center; overflow: hidden;
}
.sa-crops img { width: 100%; height: 100%; object-fit: contain; }
.sa-crops .sa-blurred { outline: 2px dashed #D55E00; outline-offset: -2px; }
.sa-crops figcaption { font-size: 0.8rem; line-height: 1.25; margin-top: 0.2rem; }
.sa-small-crops { gap: 0.25rem; }
.sa-table .sa-small-crops { flex-wrap: nowrap; }
.sa-small-crops figure, .sa-small-crops .sa-square { width: 3.1rem; height: 3.1rem; }
.sa-square { color: #14181C; font-size: 0.7rem; text-align: center; }
.sa-hamnosys {
  font-family: HamNoSysUnicode, "HamNoSys 4", HamNoSys, sans-serif; font-size: 1.25rem; }
.stHtml dl.sa-facts {
  display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem;
  font-size: 0.87rem; margin: 0; padding: 0;
}
.stHtml .sa-facts dt {
  margin: 0; color: color-mix(in srgb, currentColor 78%, transparent); }
.stHtml .sa-facts dd { margin: 0; padding: 0; overflow-wrap: anywhere; }
</style>
"""
