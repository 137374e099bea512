-- Which corpora have which feature sets, of how many hands, by which run? No parameters.
SELECT features, corpus, count(*) AS hands, max(run_id) AS run_id
FROM features
GROUP BY features, corpus
ORDER BY features, corpus
