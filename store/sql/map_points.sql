-- Where do hands lie on a map, and what is known of each? $run_id: the run that drew it.
-- Handshape: truth of generated clips where there is some, else what the corpus says.
-- Predicted class: of the classifier whose embeddings are shown; null on other maps.
WITH points AS (
    SELECT
        item_id,
        x,
        y,
        trust,
        regexp_extract(
            item_id, '^(.*/f[0-9]+)/([^/]+)/[^/]+$', ['frame_id', 'hand']
        ) AS place
    FROM projections
    WHERE run_id = $run_id
),

places AS (
    SELECT
        item_id,
        x,
        y,
        trust,
        place.frame_id,
        place.hand,
        regexp_replace(place.frame_id, '/f[0-9]+$', '') AS clip_id
    FROM points
)

SELECT
    places.item_id,
    places.x,
    places.y,
    places.trust,
    coalesce(
        CASE places.hand
            WHEN 'left' THEN truth.left_handshape ELSE truth.right_handshape
        END,
        CASE WHEN truth.frame_id IS NULL THEN clips.handshape END
    ) AS handshape,
    CASE places.hand
        WHEN 'left' THEN truth.left_orientation ELSE truth.right_orientation
    END AS orientation,
    clips.signer,
    clips.gloss,
    clips.corpus,
    predictions.predicted_class AS predicted
FROM places
LEFT JOIN clips ON clips.clip_id = places.clip_id
LEFT JOIN truth_frames AS truth ON truth.frame_id = places.frame_id
LEFT JOIN predictions
    ON predictions.item_id = places.item_id
    AND predictions.run_id = (
        SELECT recipe ->> '$.of' FROM runs WHERE runs.run_id = $run_id
    )
ORDER BY places.item_id
