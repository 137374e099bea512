-- What do these hands look like? $corpora: corpora they are in, $crops: crop ids.
SELECT crop_id, image
FROM crops
WHERE corpus IN (SELECT unnest($corpora::VARCHAR[]))
    AND crop_id IN (SELECT unnest($crops::VARCHAR[]))
ORDER BY crop_id
