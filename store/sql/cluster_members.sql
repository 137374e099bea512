-- Which crops are in one clustering, and what is known of each, sorted by crop? $run_id.
-- Handshape: truth of generated clips where there is some, else what the corpus says.
WITH members AS (
    SELECT
        crop_id,
        cluster,
        distance,
        margin,
        regexp_extract(
            crop_id, '^(.*/f[0-9]+)/([^/]+)/[^/]+$', ['frame_id', 'hand']
        ) AS place
    FROM cluster_assignments
    WHERE run_id = $run_id
),

places AS (
    SELECT
        crop_id,
        cluster,
        distance,
        margin,
        place.frame_id,
        place.hand,
        regexp_replace(place.frame_id, '/f[0-9]+$', '') AS clip_id
    FROM members
)

SELECT
    places.crop_id,
    places.cluster,
    places.distance,
    places.margin,
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
    clips.gloss
FROM places
LEFT JOIN clips ON clips.clip_id = places.clip_id
LEFT JOIN truth_frames AS truth ON truth.frame_id = places.frame_id
ORDER BY places.crop_id
