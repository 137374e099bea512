-- Which corpora are in the store? No parameters.
SELECT corpus
FROM corpora
ORDER BY corpus
