-- Where are heads and hands in the frames of some clips? $corpora, $clips: ids of clips of
-- these corpora.
SELECT
    landmarks.clip_id,
    landmarks.time_ms,
    landmarks.points,
    landmarks.visibility,
    clips.width_px / clips.height_px AS aspect
FROM landmarks
JOIN clips ON clips.clip_id = landmarks.clip_id AND clips.corpus = landmarks.corpus
WHERE landmarks.corpus IN (SELECT unnest($corpora::VARCHAR[]))
    AND landmarks.clip_id IN (SELECT unnest($clips::VARCHAR[]))
ORDER BY landmarks.clip_id, landmarks.frame_index
