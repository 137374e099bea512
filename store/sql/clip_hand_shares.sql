-- In how many clips of each corpus is the signing hand seen how often? $bins.
-- One row per corpus and bin of the share of frames, from 0 to $bins - 1; the signing
-- hand is the dominant one, or the one seen more.
SELECT
    corpus,
    least(
        floor(
            CASE dominant_hand
                WHEN 'left' THEN left_frames
                WHEN 'right' THEN right_frames
                ELSE greatest(left_frames, right_frames)
            END / greatest(frames, 1) * $bins::INTEGER
        )::INTEGER,
        $bins::INTEGER - 1
    ) AS bin,
    count(*) AS clips
FROM clips
GROUP BY 1, 2
ORDER BY 1, 2
