-- Which hands of one true class were predicted as one class, surest first?
-- $run_id, $true_class, $predicted_class; $parts: of the split; $most, $skip: rows.
SELECT
    predictions.item_id,
    predictions.corpus,
    crops.clip_id,
    crops.frame_index,
    crops.time_ms,
    crops.hand,
    clips.gloss,
    clips.signer,
    predictions.probability,
    predictions.top_classes,
    predictions.top_probabilities,
    predictions.part
FROM predictions
LEFT JOIN crops
    ON crops.crop_id = predictions.item_id AND crops.corpus = predictions.corpus
LEFT JOIN clips ON clips.clip_id = crops.clip_id AND clips.corpus = crops.corpus
WHERE predictions.run_id = $run_id
    AND predictions.true_class = $true_class
    AND predictions.predicted_class = $predicted_class
    AND predictions.part IN (SELECT unnest($parts::VARCHAR[]))
ORDER BY predictions.probability DESC, predictions.item_id
LIMIT $most OFFSET $skip
