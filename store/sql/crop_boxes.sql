-- Where in which frames are these crops? $corpora, $crops: crop ids of these corpora.
SELECT
    crops.crop_id,
    crops.clip_id,
    crops.time_ms,
    crops.left_px,
    crops.top_px,
    crops.side_px,
    clips.width_px,
    clips.height_px
FROM crops
JOIN clips ON clips.clip_id = crops.clip_id AND clips.corpus = crops.corpus
WHERE crops.corpus IN (SELECT unnest($corpora::VARCHAR[]))
    AND crops.crop_id IN (SELECT unnest($crops::VARCHAR[]))
ORDER BY crops.crop_id
