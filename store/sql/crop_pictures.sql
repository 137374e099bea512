-- What do these crops look like, and where in their frames are they?
-- $corpus, $crop_ids: list of ids.
SELECT crop_id, left_px, top_px, side_px, image
FROM crops
WHERE corpus = $corpus
    AND crop_id IN (SELECT unnest($crop_ids::VARCHAR[]))
ORDER BY crop_id
