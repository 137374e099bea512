-- How is each rendered hand of a corpus formed? $corpus. One row per hand.
SELECT
    truth_hands.clip_id,
    truth_hands.form,
    truth_signs.handshape,
    clips.split
FROM truth_hands
JOIN truth_signs ON truth_signs.clip_id = truth_hands.clip_id
JOIN clips ON clips.clip_id = truth_hands.clip_id
WHERE truth_hands.corpus = $corpus
    AND truth_signs.corpus = $corpus
    AND clips.corpus = $corpus
ORDER BY truth_hands.clip_id
