-- Which glosses have clips in any of some corpora? $corpora.
SELECT DISTINCT gloss
FROM clips
WHERE list_contains($corpora::VARCHAR[], corpus) AND gloss IS NOT NULL
ORDER BY gloss
