-- What is the mean embedding of each sign's clips, by the newest run that embedded them?
-- $corpus.
WITH newest AS (
    SELECT embeddings.run_id
    FROM embeddings
    JOIN clips ON clips.clip_id = embeddings.item_id
    LEFT JOIN runs ON runs.run_id = embeddings.run_id
    WHERE embeddings.corpus = $corpus AND clips.corpus = $corpus
    ORDER BY runs.ended_ms DESC NULLS LAST, embeddings.run_id
    LIMIT 1
),
spread AS (
    SELECT
        lower(clips.gloss) AS gloss,
        unnest(embeddings.vector) AS value,
        generate_subscripts(embeddings.vector, 1) AS place,
        embeddings.run_id
    FROM embeddings
    JOIN newest ON newest.run_id = embeddings.run_id
    JOIN clips ON clips.clip_id = embeddings.item_id
    WHERE embeddings.corpus = $corpus AND clips.gloss IS NOT NULL
),
means AS (
    SELECT run_id, gloss, place, avg(value) AS value
    FROM spread
    GROUP BY run_id, gloss, place
)
SELECT run_id AS source, gloss, list(value ORDER BY place) AS vector
FROM means
GROUP BY run_id, gloss
ORDER BY gloss
