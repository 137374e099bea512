-- What does each rendered hand of a corpus look like, how is it formed, and where are its
-- points truly? $corpus, $padding_px of the crops. One row per hand; `hands`: points of both, in shares of the frame.
SELECT
    truth_hands.clip_id,
    truth_hands.form,
    truth_signs.dominant_hand AS hand,
    truth_frames.hands,
    clips.split,
    clips.width_px,
    clips.height_px,
    crops.left_px,
    crops.top_px,
    crops.side_px,
    crops.image
FROM truth_hands
JOIN truth_signs ON truth_signs.clip_id = truth_hands.clip_id
JOIN truth_frames ON truth_frames.clip_id = truth_hands.clip_id
JOIN clips ON clips.clip_id = truth_hands.clip_id
JOIN crops
    ON crops.clip_id = truth_hands.clip_id
    AND crops.hand = truth_signs.dominant_hand
WHERE truth_hands.corpus = $corpus
    AND truth_signs.corpus = $corpus
    AND truth_frames.corpus = $corpus
    AND clips.corpus = $corpus
    AND crops.corpus = $corpus
    AND crops.padding_px = $padding_px
ORDER BY truth_hands.clip_id
