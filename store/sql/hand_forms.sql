-- How is each rendered hand of a corpus formed, and how did MediaPipe see it? $corpus.
-- One row per hand.
SELECT
    truth_hands.clip_id,
    truth_hands.form,
    truth_signs.handshape,
    truth_signs.dominant_hand AS hand,
    clips.split,
    clips.width_px,
    clips.height_px,
    landmarks.points
FROM truth_hands
JOIN truth_signs ON truth_signs.clip_id = truth_hands.clip_id
JOIN clips ON clips.clip_id = truth_hands.clip_id
JOIN landmarks ON landmarks.clip_id = truth_hands.clip_id
WHERE truth_hands.corpus = $corpus
    AND truth_signs.corpus = $corpus
    AND clips.corpus = $corpus
    AND landmarks.corpus = $corpus
ORDER BY truth_hands.clip_id
