-- For what do classifiers take a sign, or the handshapes of its hands? $corpus, $gloss,
-- $target: `gloss` or `handshape`. Of the newest run that said something of it; what it was
-- taught is left out. `items`: clips or hands.
WITH said AS (
    SELECT
        predictions.run_id,
        predictions.true_class,
        predictions.predicted_class,
        predictions.part,
        runs.started_ms
    FROM predictions
    JOIN clips
        ON clips.clip_id = regexp_replace(predictions.item_id, '/f[0-9]+/.*$', '')
        AND clips.corpus = $corpus
    LEFT JOIN runs ON runs.run_id = predictions.run_id
    WHERE predictions.corpus = $corpus
        AND predictions.target = $target
        AND predictions.part <> 'train'
        AND predictions.true_class IS NOT NULL
        AND lower(clips.gloss) = lower($gloss)
)
SELECT run_id, part, true_class, predicted_class, count(*) AS items
FROM said
WHERE run_id = (
    SELECT run_id FROM said ORDER BY started_ms DESC NULLS LAST, run_id LIMIT 1
)
GROUP BY run_id, part, true_class, predicted_class
ORDER BY items DESC, true_class, predicted_class, part
