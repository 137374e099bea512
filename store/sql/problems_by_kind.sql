-- What could not be used, by corpus and kind? No parameters.
SELECT
    corpus,
    kind,
    count(*) AS problems,
    count(*) FILTER (WHERE lost) AS lost,
    any_value(what ORDER BY problem_id) AS example,
    any_value(remedy ORDER BY problem_id) AS remedy
FROM problems
GROUP BY corpus, kind
ORDER BY corpus, problems DESC, kind
