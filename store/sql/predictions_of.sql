-- What did a classifier say of every hand, and where is the hand from? $run_id.
-- Sorted by item. Signer and sign are told apart by corpus; null where not known.
-- `second_hand`: not the dominant hand of a two-handed clip.
WITH said AS (
    SELECT
        item_id,
        corpus,
        true_class,
        predicted_class,
        probability,
        top_classes,
        top_probabilities,
        part,
        regexp_extract(
            item_id, '^(.*)/f[0-9]+/([^/]+)/[^/]+$', ['clip_id', 'hand']
        ) AS place
    FROM predictions
    WHERE run_id = $run_id
)

SELECT
    said.item_id,
    said.corpus,
    said.true_class,
    said.predicted_class,
    said.probability,
    said.top_classes,
    said.top_probabilities,
    said.part,
    said.place.clip_id AS clip_id,
    clips.signer,
    clips.gloss,
    coalesce(clips.two_handed AND said.place.hand <> clips.dominant_hand, false)
        AS second_hand
FROM said
LEFT JOIN clips ON clips.clip_id = said.place.clip_id
ORDER BY said.item_id
