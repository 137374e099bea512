-- Which glosses, signers and media can clips be filtered by? $corpus (null: all).
SELECT 'gloss' AS facet, gloss AS value, count(*) AS clips
FROM clips
WHERE gloss IS NOT NULL AND ($corpus::VARCHAR IS NULL OR corpus = $corpus)
GROUP BY gloss
UNION ALL
SELECT 'signer', signer, count(*)
FROM clips
WHERE signer IS NOT NULL AND ($corpus::VARCHAR IS NULL OR corpus = $corpus)
GROUP BY signer
UNION ALL
SELECT 'media', media, count(*)
FROM clips
WHERE $corpus::VARCHAR IS NULL OR corpus = $corpus
GROUP BY media
ORDER BY facet, value
