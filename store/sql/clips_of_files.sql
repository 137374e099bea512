-- Which videos in the store have these file names? $names: names of files, without folders.
-- `cut_ms`: where the clip starts in the file of that name: its source, or its own copy.
WITH named AS (
    SELECT
        clip_id,
        corpus,
        signer,
        dominant_hand,
        source AS file,
        source_start_ms AS cut_ms
    FROM clips
    WHERE media = 'video'
        AND regexp_extract(source, '[^/\\]+$') IN (SELECT unnest($names::VARCHAR[]))
    UNION ALL
    SELECT clip_id, corpus, signer, dominant_hand, playable AS file, 0 AS cut_ms
    FROM clips
    WHERE media = 'video'
        AND playable <> source
        AND regexp_extract(source, '[^/\\]+$') <> regexp_extract(playable, '[^/\\]+$')
        AND regexp_extract(playable, '[^/\\]+$') IN (SELECT unnest($names::VARCHAR[]))
)
SELECT clip_id, corpus, signer, dominant_hand, file, cut_ms
FROM named
ORDER BY clip_id, file
