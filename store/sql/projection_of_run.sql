-- Where do hands lie on a map, and what are they? $run_id: the run that drew the map.
-- Classes and part are those of the classifier whose embeddings it shows.
SELECT
    projections.item_id,
    projections.x,
    projections.y,
    projections.trust,
    predictions.corpus,
    predictions.true_class,
    predictions.predicted_class,
    predictions.probability,
    predictions.part
FROM projections
JOIN runs ON runs.run_id = projections.run_id
LEFT JOIN predictions
    ON predictions.run_id = runs.recipe ->> '$.of'
    AND predictions.item_id = projections.item_id
WHERE projections.run_id = $run_id
ORDER BY projections.item_id
