-- What is known of the hands of one clustering, beside their cluster? $run_id.
-- Truth of generated clips where there is some, else what the corpus says; null: unknown.
SELECT
    assignments.cluster,
    crops.clip_id,
    coalesce(
        CASE crops.hand
            WHEN 'left' THEN frames.left_handshape ELSE frames.right_handshape
        END,
        CASE WHEN frames.frame_id IS NULL THEN clips.handshape END
    ) AS handshape,
    CASE crops.hand
        WHEN 'left' THEN frames.left_orientation ELSE frames.right_orientation
    END AS orientation,
    CASE
        WHEN crops.hand = 'left' AND frames.left_signs THEN signs.place
        WHEN crops.hand = 'right' AND frames.right_signs THEN signs.place
    END AS place,
    clips.signer,
    crops.corpus
FROM cluster_assignments AS assignments
JOIN crops ON crops.crop_id = assignments.crop_id
JOIN clips ON clips.clip_id = crops.clip_id
LEFT JOIN truth_frames AS frames ON frames.frame_id = crops.frame_id
LEFT JOIN truth_signs AS signs ON signs.clip_id = crops.clip_id
WHERE assignments.run_id = $run_id
ORDER BY assignments.crop_id
