-- What did a classifier say of hands or clips, and where are they from? $run_id, $labelled:
-- only those whose class is known, $parts: of the split (null: all), $tops: with the
-- likeliest classes, which takes as long again.
-- Sorted by item. Signer and sign are told apart by corpus; null where not known.
-- `second_hand`: not the dominant hand of a two-handed clip.
WITH said AS (
    SELECT
        item_id,
        corpus,
        target,
        true_class,
        predicted_class,
        probability,
        CASE WHEN $tops THEN top_classes END AS top_classes,
        CASE WHEN $tops THEN top_probabilities END AS top_probabilities,
        part,
        regexp_extract(
            item_id, '^(.*)/f[0-9]+/([^/]+)/[^/]+$', ['clip_id', 'hand']
        ) AS place
    FROM predictions
    WHERE run_id = $run_id
        AND (NOT $labelled OR true_class IS NOT NULL)
        AND ($parts::VARCHAR[] IS NULL OR list_contains($parts::VARCHAR[], part))
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
    CASE said.target WHEN 'gloss' THEN said.item_id ELSE said.place.clip_id END AS clip_id,
    clips.signer,
    clips.gloss,
    coalesce(
        said.target = 'handshape'
        AND clips.two_handed
        AND said.place.hand <> clips.dominant_hand,
        false
    ) AS second_hand
FROM said
LEFT JOIN clips
    ON clips.clip_id
    = CASE said.target WHEN 'gloss' THEN said.item_id ELSE said.place.clip_id END
ORDER BY said.item_id
