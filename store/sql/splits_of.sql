-- Into which part of its own split did a corpus put each clip? $corpus.
SELECT clip_id, split
FROM clips
WHERE corpus = $corpus AND split IS NOT NULL
ORDER BY clip_id
