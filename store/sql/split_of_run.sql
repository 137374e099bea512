-- Into which part did a run put each crop or clip? $run_id, $fold.
SELECT item_id, part
FROM splits
WHERE run_id = $run_id AND fold = $fold
ORDER BY item_id
