-- What values of a feature set have the hands of some classes? $run_id, $features,
-- $classes: true classes, by the labels that the classifier was judged by.
SELECT predictions.true_class, features.vector
FROM predictions
JOIN features ON features.crop_id = predictions.item_id
WHERE predictions.run_id = $run_id
    AND features.features = $features
    AND list_contains($classes::VARCHAR[], predictions.true_class)
ORDER BY predictions.item_id
