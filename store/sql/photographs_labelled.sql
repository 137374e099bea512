-- Which photographs of some corpora have a handshape by the corpus? $corpora.
SELECT clip_id, corpus, handshape, signer
FROM clips
WHERE corpus IN (SELECT unnest($corpora::VARCHAR[]))
    AND media = 'image'
    AND handshape IS NOT NULL
ORDER BY clip_id
