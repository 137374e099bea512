-- What does a classifier say of hands, and where are they from? $run_id.
-- `fold`: the fold that tested the hand; null where it was not tested.
-- `second_hand`: not the dominant hand of a two-handed clip.
SELECT
    predictions.item_id,
    predictions.corpus,
    crops.clip_id,
    crops.frame_index,
    crops.time_ms,
    crops.hand,
    clips.gloss,
    clips.signer,
    coalesce(clips.two_handed AND crops.hand <> clips.dominant_hand, false)
        AS second_hand,
    predictions.true_class,
    predictions.predicted_class,
    predictions.probability,
    predictions.top_classes,
    predictions.top_probabilities,
    predictions.part,
    tested.fold
FROM predictions
LEFT JOIN crops
    ON crops.crop_id = predictions.item_id AND crops.corpus = predictions.corpus
LEFT JOIN clips ON clips.clip_id = crops.clip_id AND clips.corpus = crops.corpus
LEFT JOIN splits AS tested
    ON tested.run_id = predictions.run_id
    AND tested.item_id = predictions.item_id
    AND tested.part = 'test'
WHERE predictions.run_id = $run_id
ORDER BY predictions.item_id
