-- Which clip, sign, signer and orientation do these hands have? $crops: crop ids.
-- Orientation: truth of generated clips; null: unknown.
WITH asked AS (
    SELECT
        crop_id,
        regexp_extract(
            crop_id, '^(.*/f[0-9]+)/([^/]+)/[^/]+$', ['frame_id', 'hand']
        ) AS place
    FROM (SELECT unnest($crops::VARCHAR[]) AS crop_id)
),

places AS (
    SELECT
        crop_id,
        place.frame_id,
        place.hand,
        regexp_replace(place.frame_id, '/f[0-9]+$', '') AS clip_id
    FROM asked
)

SELECT
    places.crop_id,
    places.clip_id,
    clips.corpus,
    clips.gloss,
    clips.signer,
    CASE places.hand
        WHEN 'left' THEN truth.left_orientation ELSE truth.right_orientation
    END AS orientation
FROM places
LEFT JOIN clips ON clips.clip_id = places.clip_id
LEFT JOIN truth_frames AS truth ON truth.frame_id = places.frame_id
ORDER BY places.crop_id
