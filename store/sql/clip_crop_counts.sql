-- How many hands of each clip were cropped, and from which reading of the clip? $corpus.
-- One crop per hand and frame.
SELECT clips.clip_id, clips.fingerprint, count(crops.crop_id) AS crops
FROM clips
JOIN crops ON crops.clip_id = clips.clip_id
WHERE clips.corpus = $corpus AND crops.corpus = $corpus AND crops.padding_px = 0
GROUP BY clips.clip_id, clips.fingerprint
ORDER BY clips.clip_id
