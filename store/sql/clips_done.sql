-- Which clips of a corpus are in the store, and from what? $corpus.
SELECT clip_id, fingerprint
FROM clips
WHERE corpus = $corpus
ORDER BY clip_id
