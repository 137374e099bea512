-- Where does a model put hands, and what are they? $run_id.
SELECT
    embeddings.item_id,
    embeddings.corpus,
    embeddings.vector,
    predictions.true_class,
    predictions.predicted_class,
    predictions.part
FROM embeddings
LEFT JOIN predictions
    ON predictions.run_id = embeddings.run_id
    AND predictions.item_id = embeddings.item_id
WHERE embeddings.run_id = $run_id
ORDER BY embeddings.item_id
