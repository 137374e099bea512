-- Whose data are these, and what may be done with them? $corpora: corpus ids.
-- A corpus of which nothing is known is in the answer too: what is not said is not allowed.
SELECT
    wanted.corpus,
    coalesce(corpora.title, wanted.corpus) AS title,
    coalesce(nullif(corpora.licence, ''), 'not stated') AS licence,
    coalesce(corpora.citation, '') AS citation,
    coalesce(corpora.synthetic, false) AS synthetic,
    coalesce(corpora.show_faces, false) AS show_faces,
    coalesce(corpora.exportable, false) AS exportable
FROM (SELECT DISTINCT unnest($corpora::VARCHAR[]) AS corpus) AS wanted
LEFT JOIN corpora ON corpora.corpus = wanted.corpus
ORDER BY wanted.corpus
