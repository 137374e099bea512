-- Which corpora have signs, and how many? No parameters.
-- A sign is a gloss of clips, of descriptions, or of both; small and capital letters are
-- the same, as where descriptions are joined with clips.
WITH named AS (
    SELECT corpus, lower(gloss) AS sign FROM clips WHERE gloss IS NOT NULL
    UNION
    SELECT corpus, lower(gloss) FROM descriptions
)
SELECT
    named.corpus,
    coalesce(any_value(corpora.title), named.corpus) AS title,
    coalesce(any_value(corpora.synthetic), false) AS synthetic,
    count(*) AS signs
FROM named
LEFT JOIN corpora ON corpora.corpus = named.corpus
GROUP BY named.corpus
ORDER BY named.corpus
