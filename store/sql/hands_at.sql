-- When and in which clip are these hands? $corpus, $crops: crop ids of it.
SELECT crop_id, clip_id, hand, frame_index, time_ms
FROM crops
WHERE corpus = $corpus AND crop_id IN (SELECT unnest($crops::VARCHAR[]))
ORDER BY clip_id, hand, frame_index, padding_px
