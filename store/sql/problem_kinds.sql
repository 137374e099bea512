-- Which kinds of problems are there, and how many of each? $corpus (null: all).
SELECT kind, count(*) AS problems, count(*) FILTER (lost) AS lost
FROM problems
WHERE $corpus::VARCHAR IS NULL OR corpus = $corpus
GROUP BY kind
ORDER BY problems DESC, kind
