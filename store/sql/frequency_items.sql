-- What does a classifier think of hands whose frequency is asked, and where are they from?
-- $run_id. Sorted by item. `second`: the hand that is not dominant in a two-handed sign.
WITH said AS (
    SELECT
        item_id,
        corpus,
        true_class,
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
    said.top_classes,
    said.top_probabilities,
    said.part,
    said.place.clip_id AS clip_id,
    said.corpus || '/' || clips.signer AS signer,
    said.corpus || '/' || clips.gloss AS sign,
    coalesce(clips.two_handed AND said.place.hand <> clips.dominant_hand, false) AS second
FROM said
LEFT JOIN clips ON clips.clip_id = said.place.clip_id
ORDER BY said.item_id
