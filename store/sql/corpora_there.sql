-- Which corpora are in the store, and what are they? No parameters.
WITH filmed AS (
    SELECT DISTINCT corpus FROM clips
)

SELECT
    coalesce(corpora.corpus, filmed.corpus) AS corpus,
    coalesce(corpora.title, filmed.corpus) AS title,
    coalesce(corpora.language, '') AS language,
    coalesce(corpora.media, '') AS media,
    coalesce(corpora.synthetic, false) AS synthetic
FROM corpora
FULL JOIN filmed ON filmed.corpus = corpora.corpus
ORDER BY 1
