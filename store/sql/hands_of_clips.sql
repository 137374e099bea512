-- Which hands were seen in some clips, and when? $clips: clip ids. The 0-px crops.
SELECT crop_id, clip_id, hand, time_ms
FROM crops
WHERE clip_id IN (SELECT unnest($clips::VARCHAR[])) AND padding_px = 0
ORDER BY crop_id
