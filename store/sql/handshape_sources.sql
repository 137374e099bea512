-- From what could the handshapes of each corpus be counted? No parameters.
-- One row per corpus: clips of known truth, clips with a handshape by the corpus, entries of
-- a coded lexicon and those of them whose frequency is rated, and clips at all.
WITH truth AS (
    SELECT corpus, count(*) AS clips FROM truth_signs GROUP BY corpus
),

own AS (
    SELECT corpus, count(handshape) AS named, count(*) AS clips
    FROM clips
    GROUP BY corpus
),

coded AS (
    SELECT corpus, count(*) AS entries, count(sign_frequency) AS rated
    FROM lexicon
    GROUP BY corpus
)

SELECT
    corpora.corpus,
    corpora.title,
    corpora.synthetic,
    coalesce(truth.clips, 0) AS truth,
    coalesce(own.named, 0) AS named,
    coalesce(own.clips, 0) AS clips,
    coalesce(coded.entries, 0) AS entries,
    coalesce(coded.rated, 0) AS rated
FROM corpora
LEFT JOIN truth ON truth.corpus = corpora.corpus
LEFT JOIN own ON own.corpus = corpora.corpus
LEFT JOIN coded ON coded.corpus = corpora.corpus
ORDER BY corpora.corpus
