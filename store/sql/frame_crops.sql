-- What do the hands of one frame look like? $corpus, $frame_id.
SELECT crop_id, hand, padding_px, frame_index, time_ms, hold, sharpness, image
FROM crops
WHERE corpus = $corpus
    -- Crops are sorted by id, so that bounds on it skip all other row groups.
    AND crop_id BETWEEN $frame_id || '/' AND $frame_id || '/~'
ORDER BY hand DESC, padding_px
