"""Queries to begin with: questions that linguists ask, each over a few tables."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Example:
    """A query to begin with.

    Attributes:
        title: the question, short.
        tables: it answers something where these have rows.
        statement: in SQL.
    """

    title: str
    tables: tuple[str, ...]
    statement: str


EXAMPLES: Final = (
    Example(
        "Glosses with most clips",
        ("clips",),
        """\
-- Which glosses have the most clips, and of how many signers?
SELECT corpus, gloss, count(*) AS clips, count(DISTINCT signer) AS signers,
       round(avg(duration_ms)) AS mean_duration_ms
FROM clips
WHERE gloss IS NOT NULL
GROUP BY corpus, gloss
ORDER BY clips DESC, corpus, gloss""",
    ),
    Example(
        "Handshapes by signer",
        ("predictions", "clips"),
        """\
-- How often does each signer form each handshape, as a classifier read the hands?
-- Hands that taught the classifier are left out. Counts are raw: page Frequencies
-- corrects them for what the classifier confuses.
SELECT p.run_id, c.signer, p.predicted_class AS handshape, count(*) AS hands,
       round(100.0 * count(*)
             / sum(count(*)) OVER (PARTITION BY p.run_id, c.signer), 1) AS percent
FROM predictions p
JOIN clips c
  ON c.clip_id = split_part(p.item_id, '/', 1) || '/' || split_part(p.item_id, '/', 2)
WHERE p.target = 'handshape' AND p.part IN ('test', 'unseen')
GROUP BY p.run_id, c.signer, p.predicted_class
ORDER BY p.run_id, c.signer, hands DESC""",
    ),
    Example(
        "Longest holds",
        ("frames", "clips"),
        """\
-- In which clips is a handshape of the right hand held for longest?
SELECT f.clip_id, c.gloss, f.right_hold AS hold, min(f.time_ms) AS start_ms,
       max(f.time_ms) - min(f.time_ms) AS length_ms, count(*) AS frames
FROM frames f
JOIN clips c USING (clip_id)
WHERE f.right_hold IS NOT NULL AND c.media = 'video'
GROUP BY ALL
ORDER BY length_ms DESC, f.clip_id
LIMIT 100""",
    ),
    Example(
        "Misread pairs",
        ("predictions",),
        """\
-- Which classes are taken for which others, and how sure was the classifier?
SELECT run_id, true_class, predicted_class AS read_as, count(*) AS times,
       round(avg(probability), 2) AS mean_probability
FROM predictions
WHERE true_class <> predicted_class AND part <> 'train'
GROUP BY ALL
ORDER BY times DESC, run_id, true_class, read_as""",
    ),
    Example(
        "Clips without hands",
        ("clips",),
        """\
-- In which clips was no hand seen, or a hand in less than a tenth of the frames?
SELECT clip_id, gloss, signer, frames, left_frames, right_frames,
       round(100.0 * greatest(left_frames, right_frames) / frames, 1) AS percent
FROM clips
WHERE greatest(left_frames, right_frames) < 0.1 * frames
ORDER BY percent, clip_id""",
    ),
    Example(
        "Speed of the hands",
        ("frames", "clips"),
        """\
-- How fast does the dominant hand of each signer move, in shoulder widths a second?
SELECT c.corpus, c.signer, count(*) AS frames,
       round(median(if(c.dominant_hand = 'left', left_speed, right_speed)), 2)
           AS median_speed
FROM frames f
JOIN clips c USING (clip_id)
GROUP BY ALL
HAVING median_speed IS NOT NULL
ORDER BY median_speed DESC""",
    ),
    Example(
        "What could not be used",
        ("problems",),
        """\
-- What went wrong, how often, and what can be done?
SELECT corpus, kind, count(*) AS times, count_if(lost) AS lost,
       any_value(what) AS example, any_value(remedy) AS remedy
FROM problems
GROUP BY corpus, kind
ORDER BY times DESC, corpus, kind""",
    ),
)
