-- Which handshape has the dominant hand of each generated clip at its first hold? $corpus.
SELECT clip_id, gloss, handshape
FROM truth_signs
WHERE corpus = $corpus
ORDER BY clip_id
