-- What is there to train on in a corpus of single rendered hands? $corpus.
-- One row per hand: its 20-px crop and what is true of it.
SELECT
    crops.clip_id,
    crops.hand,
    crops.left_px,
    crops.top_px,
    crops.side_px,
    crops.image,
    clips.width_px,
    clips.height_px,
    clips.signer,
    clips.split,
    truth_signs.handshape,
    truth_signs.orientation,
    truth_frames.hands,
    truth_hands.form
FROM crops
JOIN clips ON clips.clip_id = crops.clip_id
JOIN truth_signs ON truth_signs.clip_id = crops.clip_id
JOIN truth_frames ON truth_frames.frame_id = crops.frame_id
JOIN truth_hands ON truth_hands.clip_id = crops.clip_id
WHERE crops.corpus = $corpus
    AND clips.corpus = $corpus
    AND truth_signs.corpus = $corpus
    AND truth_frames.corpus = $corpus
    AND truth_hands.corpus = $corpus
    AND crops.padding_px = 20
    AND clips.media = 'image'
ORDER BY crops.clip_id
