-- What do the hands of some clips look like, and where in their frames are they?
-- $corpus; $first, $last: clip ids; $padding_px.
SELECT crop_id, left_px, top_px, side_px, image
FROM crops
WHERE corpus = $corpus
    AND clip_id BETWEEN $first::VARCHAR AND $last::VARCHAR
    AND padding_px = $padding_px
ORDER BY crop_id
