-- What could not be used, why, and what to do? $corpus, $kind (null: all), $at_most.
SELECT problem_id, corpus, clip_id, step, kind, place, what, remedy, lost, run_id
FROM problems
WHERE ($corpus::VARCHAR IS NULL OR corpus = $corpus)
    AND ($kind::VARCHAR IS NULL OR kind = $kind)
ORDER BY lost DESC, corpus, kind, place
LIMIT $at_most::BIGINT
