-- What did a classifier say of every hand, and whose hand is it? $run_id.
-- Sorted by item; signer and gloss are null where they are not known.
WITH said AS (
    SELECT
        item_id,
        corpus,
        true_class,
        predicted_class,
        probability,
        part,
        regexp_replace(item_id, '/f[0-9]+/[^/]+/[^/]+$', '') AS clip_id
    FROM predictions
    WHERE run_id = $run_id
)

SELECT
    said.item_id,
    said.corpus,
    said.true_class,
    said.predicted_class,
    said.probability,
    said.part,
    clips.signer,
    clips.gloss
FROM said
LEFT JOIN clips ON clips.clip_id = said.clip_id
ORDER BY said.item_id
