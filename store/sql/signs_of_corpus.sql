-- Which signs has a corpus, and how much is known of each? $corpus.
-- Spelled as its clips spell it, else as its descriptions do.
WITH named AS (
    SELECT lower(gloss) AS sign, gloss, signer, 1 AS clips, 0 AS descriptions
    FROM clips
    WHERE corpus = $corpus AND gloss IS NOT NULL
    UNION ALL
    SELECT lower(gloss), gloss, NULL, 0, 1
    FROM descriptions
    WHERE corpus = $corpus
)
SELECT
    coalesce(min(gloss) FILTER (clips = 1), min(gloss)) AS gloss,
    sum(clips)::BIGINT AS clips,
    count(DISTINCT signer) AS signers,
    sum(descriptions)::BIGINT AS descriptions
FROM named
GROUP BY sign
ORDER BY gloss
