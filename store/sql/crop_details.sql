-- Which clip, sign and signer do these crops come from? $crops: crop ids.
SELECT
    crops.crop_id,
    crops.corpus,
    crops.clip_id,
    clips.gloss,
    clips.signer,
    crops.frame_index,
    crops.time_ms,
    crops.hand,
    coalesce(corpora.exportable, false) AS exportable,
    coalesce(corpora.synthetic, false) AS synthetic
FROM crops
LEFT JOIN clips ON clips.clip_id = crops.clip_id AND clips.corpus = crops.corpus
LEFT JOIN corpora ON corpora.corpus = crops.corpus
WHERE crops.crop_id IN (SELECT unnest($crops::VARCHAR[]))
ORDER BY crops.crop_id
