-- Where does a classifier place every hand? $run_id. Unit vectors, sorted by item.
SELECT item_id, vector
FROM embeddings
WHERE run_id = $run_id
ORDER BY item_id
