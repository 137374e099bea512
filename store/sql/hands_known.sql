-- Of which hands with a feature set is the handshape known? $features. One row per hand.
-- Truth of generated clips where there is some, else what the corpus says of a photograph.
WITH told AS (
    SELECT
        features.crop_id,
        coalesce(
            CASE crops.hand
                WHEN 'left' THEN truth.left_handshape ELSE truth.right_handshape
            END,
            CASE
                WHEN truth.frame_id IS NULL AND clips.media = 'image' THEN clips.handshape
            END
        ) AS handshape
    FROM features
    JOIN crops ON crops.crop_id = features.crop_id
    JOIN clips ON clips.clip_id = crops.clip_id
    LEFT JOIN corpora ON corpora.corpus = crops.corpus
    LEFT JOIN truth_frames AS truth ON truth.frame_id = crops.frame_id
    WHERE features.features = $features
        AND (
            truth.frame_id IS NOT NULL
            OR (clips.media = 'image' AND clips.handshape IS NOT NULL)
        )
        AND (
            clips.media = 'image'
            OR (
                NOT isnan(crops.sharpness)
                AND crops.sharpness >= coalesce(corpora.blur_threshold, 350)
            )
        )
)

SELECT crop_id, handshape
FROM told
WHERE handshape IS NOT NULL
ORDER BY crop_id
