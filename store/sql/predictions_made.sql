-- What did classifiers say, run by run and part by part? No parameters.
-- `target`: handshape or gloss.
SELECT
    predictions.target,
    predictions.run_id,
    predictions.part,
    count(*) AS items,
    count(predictions.true_class) AS labelled,
    count_if(predictions.true_class = predictions.predicted_class) AS right,
    list_sort(list(DISTINCT predictions.corpus)) AS corpora,
    bool_and(predictions.calibrated) AS calibrated,
    any_value(runs.recipe) AS recipe,
    any_value(runs.started_ms) AS started_ms
FROM predictions
LEFT JOIN runs ON runs.run_id = predictions.run_id
GROUP BY predictions.target, predictions.run_id, predictions.part
ORDER BY started_ms DESC NULLS LAST, predictions.run_id, predictions.part
