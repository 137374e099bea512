-- Which of these crops are in the store? $crops: crop ids.
SELECT crop_id
FROM crops
WHERE crop_id IN (SELECT unnest($crops::VARCHAR[]))
ORDER BY crop_id
