-- Where are the keypoints of whole clips? $corpora, $everything, $clips.
-- One row a clip: `points` are the frames' 225 values one after another.
SELECT
    clips.clip_id,
    clips.corpus,
    coalesce(clips.gloss, '') AS gloss,
    clips.width_px / clips.height_px AS aspect,
    list(landmarks.time_ms ORDER BY landmarks.frame_index) AS times,
    flatten(list(landmarks.points ORDER BY landmarks.frame_index)) AS points
FROM landmarks
JOIN clips ON clips.clip_id = landmarks.clip_id AND clips.corpus = landmarks.corpus
WHERE list_contains($corpora::VARCHAR[], landmarks.corpus)
    AND list_contains($corpora::VARCHAR[], clips.corpus)
    AND ($everything OR list_contains($clips::VARCHAR[], landmarks.clip_id))
GROUP BY ALL
ORDER BY clips.clip_id
