-- Which hands of one true class were predicted as one class, surest first?
-- $run_id, $true_class, $predicted_class; $parts: of the split; $most, $skip: rows.
WITH said AS (
    SELECT
        item_id,
        corpus,
        regexp_extract(
            item_id, '^(.*)/f([0-9]+)/([^/]+)/[^/]+$', ['clip_id', 'frame', 'hand']
        ) AS place,
        probability,
        top_classes,
        top_probabilities,
        part
    FROM predictions
    WHERE run_id = $run_id
        AND true_class = $true_class
        AND predicted_class = $predicted_class
        AND part IN (SELECT unnest($parts::VARCHAR[]))
    ORDER BY probability DESC, item_id
    LIMIT $most OFFSET $skip
)

SELECT
    said.item_id,
    said.corpus,
    said.place.clip_id,
    CAST(said.place.frame AS INTEGER) AS frame_index,
    said.place.hand,
    clips.gloss,
    clips.signer,
    said.probability,
    said.top_classes,
    said.top_probabilities,
    said.part
FROM said
LEFT JOIN clips ON clips.clip_id = said.place.clip_id AND clips.corpus = said.corpus
ORDER BY said.probability DESC, said.item_id
