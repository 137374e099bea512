-- Where are the keypoints of both hands in some clips, and in which hold are they?
-- $corpus; $first, $last: clip ids.
SELECT
    landmarks.frame_id,
    landmarks.clip_id,
    landmarks.points,
    landmarks.hand_world,
    frames.left_hold,
    frames.right_hold
FROM landmarks
JOIN frames ON frames.frame_id = landmarks.frame_id
WHERE landmarks.corpus = $corpus
    AND frames.corpus = $corpus
    AND landmarks.clip_id BETWEEN $first::VARCHAR AND $last::VARCHAR
    AND frames.clip_id BETWEEN $first AND $last
ORDER BY landmarks.clip_id, landmarks.frame_index
