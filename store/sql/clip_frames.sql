-- What was seen in each frame of one clip? $corpus, $clip_id.
SELECT
    frame_index,
    time_ms,
    pose_seen,
    left_seen,
    right_seen,
    left_speed,
    right_speed,
    left_hold,
    right_hold,
    left_sharpness,
    right_sharpness
FROM frames
WHERE corpus = $corpus AND clip_id = $clip_id
ORDER BY frame_index
