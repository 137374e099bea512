-- Which corpora have pictures of letters? No parameters.
SELECT DISTINCT corpus
FROM letters
ORDER BY corpus
