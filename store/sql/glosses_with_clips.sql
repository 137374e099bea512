-- Which glosses have a clip in some corpora? $corpora. One row per gloss in small letters,
-- with the first corpus that has it and how it spells it.
SELECT lower(gloss) AS name, min(corpus) AS corpus, arg_min(gloss, corpus) AS gloss
FROM clips
WHERE corpus IN (SELECT unnest($corpora::VARCHAR[])) AND gloss IS NOT NULL
GROUP BY lower(gloss)
ORDER BY name
