-- Where are the keypoints in each frame of one clip? $corpus, $clip_id.
SELECT frame_index, time_ms, pose_seen, left_seen, right_seen, points, visibility
FROM landmarks
WHERE corpus = $corpus AND clip_id = $clip_id
ORDER BY frame_index
