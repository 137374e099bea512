-- What are the mean features of the hands of each sign's clips? $corpus, $features.
-- Crops without values (NaN) are left out; clips of unknown gloss too.
WITH spread AS (
    SELECT
        lower(clips.gloss) AS gloss,
        unnest(features.vector) AS value,
        generate_subscripts(features.vector, 1) AS place
    FROM features
    JOIN crops ON crops.crop_id = features.crop_id
    JOIN clips ON clips.clip_id = crops.clip_id
    WHERE features.corpus = $corpus
        AND features.features = $features
        AND crops.corpus = $corpus
        AND clips.corpus = $corpus
        AND clips.gloss IS NOT NULL
),
means AS (
    SELECT gloss, place, avg(value) AS value
    FROM spread
    WHERE NOT isnan(value)
    GROUP BY gloss, place
)
SELECT gloss, list(value ORDER BY place) AS vector
FROM means
GROUP BY gloss
ORDER BY gloss
