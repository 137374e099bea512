-- Which corpora are there? No parameters.
SELECT corpus FROM corpora ORDER BY corpus
