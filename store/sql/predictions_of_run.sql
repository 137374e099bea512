-- What does a classifier say of hands or clips, and where are they from? $run_id.
-- `fold`: the fold that tested it; null where it was not tested.
-- `second_hand`: not the dominant hand of a two-handed clip.
WITH said AS (
    SELECT
        item_id,
        corpus,
        target,
        regexp_extract(
            item_id, '^(.*)/f([0-9]+)/([^/]+)/[^/]+$', ['clip_id', 'frame', 'hand']
        ) AS place,
        true_class,
        predicted_class,
        probability,
        top_classes,
        top_probabilities,
        part
    FROM predictions
    WHERE run_id = $run_id
),

tested AS (
    SELECT item_id, fold FROM splits WHERE run_id = $run_id AND part = 'test'
)

SELECT
    said.item_id,
    said.corpus,
    CASE said.target WHEN 'gloss' THEN said.item_id ELSE said.place.clip_id END AS clip_id,
    try_cast(said.place.frame AS INTEGER) AS frame_index,
    said.place.hand,
    clips.gloss,
    clips.signer,
    coalesce(
        said.target = 'handshape'
        AND clips.two_handed
        AND said.place.hand <> clips.dominant_hand,
        false
    ) AS second_hand,
    said.true_class,
    said.predicted_class,
    said.probability,
    said.top_classes,
    said.top_probabilities,
    said.part,
    tested.fold
FROM said
LEFT JOIN clips
    ON clips.corpus = said.corpus
    AND clips.clip_id
    = CASE said.target WHEN 'gloss' THEN said.item_id ELSE said.place.clip_id END
LEFT JOIN tested ON tested.item_id = said.item_id
ORDER BY said.item_id
