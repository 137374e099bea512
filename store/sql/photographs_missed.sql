-- Which labelled photographs does a classifier say nothing of? $run_id; $corpora.
-- They count as mistakes.
SELECT clip_id, corpus, handshape, signer
FROM clips
WHERE corpus IN (SELECT unnest($corpora::VARCHAR[]))
    AND media = 'image'
    AND handshape IS NOT NULL
    AND clip_id NOT IN (
        SELECT regexp_extract(item_id, '^(.*)/f[0-9]+/[^/]+/[^/]+$', 1)
        FROM predictions
        WHERE run_id = $run_id
    )
ORDER BY clip_id
