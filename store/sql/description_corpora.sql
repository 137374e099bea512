-- Which corpora have descriptions, and what was made of them? No parameters.
-- One row per corpus and finished run of families, the newest first; without a run its
-- columns are null.
WITH counted AS (
    SELECT corpus, count(*) AS descriptions
    FROM descriptions
    GROUP BY corpus
)
SELECT
    counted.corpus,
    coalesce(corpora.title, counted.corpus) AS title,
    coalesce(corpora.synthetic, false) AS synthetic,
    counted.descriptions,
    runs.run_id,
    runs.recipe,
    runs.metrics,
    runs.seed
FROM counted
LEFT JOIN corpora ON corpora.corpus = counted.corpus
LEFT JOIN runs
    ON runs.corpus = counted.corpus AND runs.step = 'families' AND runs.state = 'finished'
ORDER BY counted.corpus, runs.ended_ms DESC, runs.run_id
