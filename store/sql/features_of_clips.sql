-- Which feature sets have the hands of a corpus's clips? $corpus.
SELECT DISTINCT features
FROM features
WHERE corpus = $corpus
ORDER BY features
