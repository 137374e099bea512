-- Which handshape does each hand of generated clips truly have, and when? $corpus.
-- Only hands that take part in the sign, and not while their handshape changes.
SELECT clip_id, 'left' AS hand, frame_index, time_ms, left_handshape AS value
FROM truth_frames
WHERE corpus = $corpus AND left_signs AND left_handshape IS NOT NULL
UNION ALL
SELECT clip_id, 'right' AS hand, frame_index, time_ms, right_handshape AS value
FROM truth_frames
WHERE corpus = $corpus AND right_signs AND right_handshape IS NOT NULL
ORDER BY clip_id, hand, frame_index
