-- Which descriptions has a corpus, and which clip shows each sign? $corpus.
-- A clip is the one that the description names if it is in the store, else the first clip
-- of the corpus with the same gloss.
WITH shown AS (
    SELECT lower(gloss) AS gloss, min(clip_id) AS clip_id
    FROM clips
    WHERE corpus = $corpus AND gloss IS NOT NULL
    GROUP BY lower(gloss)
)
SELECT
    descriptions.description_id,
    descriptions.gloss,
    descriptions.text,
    descriptions.names,
    descriptions.language,
    descriptions.unit,
    descriptions.source,
    coalesce(named.clip_id, shown.clip_id) AS clip_id
FROM descriptions
LEFT JOIN clips AS named
    ON named.corpus = $corpus AND named.clip_id = descriptions.clip_id
LEFT JOIN shown ON shown.gloss = lower(descriptions.gloss)
WHERE descriptions.corpus = $corpus
ORDER BY descriptions.description_id
