-- What do the hands of one clip look like, frame by frame? $corpus, $clip_id, $padding_px.
SELECT crop_id, hand, padding_px, frame_index, time_ms, hold, sharpness, image
FROM crops
WHERE corpus = $corpus
    AND crop_id BETWEEN $clip_id || '/' AND $clip_id || '/~'
    AND padding_px = $padding_px::INTEGER
ORDER BY hand DESC, frame_index
