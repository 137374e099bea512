-- Which handshape does a corpus itself give to its clips? $corpus. Clips without: left out.
SELECT clip_id, gloss, handshape
FROM clips
WHERE corpus = $corpus AND handshape IS NOT NULL
ORDER BY clip_id
