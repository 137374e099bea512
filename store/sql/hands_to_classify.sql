-- Which hands of some corpora can be given a handshape, and what is known of them?
-- $corpora. One row per 0-px crop that is sharp enough; photographs always.
-- `handshape`: truth of generated clips where there is some, else what the corpus says of
-- a photograph; null: unknown. `second_hand`: not the dominant hand of a two-handed clip.
SELECT
    crops.crop_id,
    crops.clip_id,
    crops.corpus,
    clips.signer,
    clips.gloss,
    coalesce(
        CASE crops.hand
            WHEN 'left' THEN truth.left_handshape ELSE truth.right_handshape
        END,
        CASE
            WHEN truth.frame_id IS NULL AND clips.media = 'image' THEN clips.handshape
        END
    ) AS handshape,
    coalesce(clips.two_handed AND crops.hand <> clips.dominant_hand, false)
        AS second_hand
FROM crops
JOIN clips ON clips.clip_id = crops.clip_id AND clips.corpus = crops.corpus
LEFT JOIN corpora ON corpora.corpus = crops.corpus
LEFT JOIN truth_frames AS truth ON truth.frame_id = crops.frame_id
WHERE crops.corpus IN (SELECT unnest($corpora::VARCHAR[]))
    AND crops.padding_px = 0
    AND (
        clips.media = 'image'
        OR (
            NOT isnan(crops.sharpness)
            AND crops.sharpness >= coalesce(corpora.blur_threshold, 350)
        )
    )
ORDER BY crops.crop_id
