-- What handshape does a classifier see in the hands of a corpus, and when? $run_id, $corpus.
SELECT
    crops.clip_id,
    crops.hand,
    crops.frame_index,
    crops.time_ms,
    predictions.predicted_class AS value
FROM predictions
JOIN crops ON crops.crop_id = predictions.item_id AND crops.corpus = $corpus
WHERE predictions.run_id = $run_id
    AND predictions.corpus = $corpus
    AND predictions.target = 'handshape'
ORDER BY crops.clip_id, crops.hand, crops.frame_index, crops.padding_px
