-- How many pictures of each letter has each part of each corpus? No parameters.
-- `corpora` may lack a corpus whose import was stopped.
SELECT
    letters.corpus,
    coalesce(corpora.title, letters.corpus) AS title,
    coalesce(corpora.synthetic, false) AS synthetic,
    letters.part,
    letters.label,
    letters.letter,
    count(*) AS pictures
FROM letters
LEFT JOIN corpora ON corpora.corpus = letters.corpus
GROUP BY ALL
ORDER BY letters.corpus, letters.part DESC, letters.label
