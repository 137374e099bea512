-- What is known of the hands of one clustering, beside their cluster? $run_id.
-- Truth of generated clips where there is some, else what the corpus says; null: unknown.
-- Photographs of the same corpora that gave no clustered hand have a null cluster.
WITH grouped AS (
    SELECT assignments.cluster, crops.crop_id, crops.frame_id, crops.clip_id, crops.corpus, crops.hand
    FROM cluster_assignments AS assignments
    JOIN crops ON crops.crop_id = assignments.crop_id
    WHERE assignments.run_id = $run_id
),
unseen AS (
    SELECT clips.clip_id, clips.corpus
    FROM clips
    JOIN corpora ON corpora.corpus = clips.corpus
    WHERE corpora.media = 'image'
        AND clips.corpus IN (SELECT corpus FROM grouped)
        AND clips.clip_id NOT IN (SELECT clip_id FROM grouped)
),
hands AS (
    SELECT cluster, crop_id, frame_id, clip_id, corpus, hand FROM grouped
    UNION ALL
    SELECT NULL, NULL, NULL, clip_id, corpus, NULL FROM unseen
)
SELECT
    hands.cluster,
    hands.clip_id,
    coalesce(
        CASE hands.hand
            WHEN 'left' THEN frames.left_handshape ELSE frames.right_handshape
        END,
        CASE WHEN frames.frame_id IS NULL THEN clips.handshape END
    ) AS handshape,
    CASE hands.hand
        WHEN 'left' THEN frames.left_orientation ELSE frames.right_orientation
    END AS orientation,
    CASE
        WHEN hands.hand = 'left' AND frames.left_signs THEN signs.place
        WHEN hands.hand = 'right' AND frames.right_signs THEN signs.place
    END AS place,
    clips.signer,
    hands.corpus
FROM hands
JOIN clips ON clips.clip_id = hands.clip_id
LEFT JOIN truth_frames AS frames ON frames.frame_id = hands.frame_id
LEFT JOIN truth_signs AS signs ON signs.clip_id = hands.clip_id
ORDER BY hands.crop_id NULLS LAST, hands.clip_id
