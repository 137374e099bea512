-- Which clips fit the filters, one page of them?
-- $corpus, $gloss, $signer, $media, $having (null: all), $sort, $at_most, $skipped.
SELECT
    clip_id,
    corpus,
    gloss,
    signer,
    media,
    frames,
    duration_ms,
    holds,
    CASE dominant_hand
        WHEN 'left' THEN left_frames
        WHEN 'right' THEN right_frames
        ELSE greatest(left_frames, right_frames)
    END / greatest(frames, 1) AS hand_share
FROM clips
WHERE ($corpus::VARCHAR IS NULL OR corpus = $corpus)
    AND ($gloss::VARCHAR IS NULL OR gloss = $gloss)
    AND ($signer::VARCHAR IS NULL OR signer = $signer)
    AND ($media::VARCHAR IS NULL OR media = $media)
    AND CASE coalesce($having::VARCHAR, '')
        WHEN 'holds' THEN holds > 0
        WHEN 'no-holds' THEN holds = 0
        WHEN 'no-hands' THEN left_frames + right_frames = 0
        WHEN 'problems' THEN clip_id IN (
            SELECT clip_id FROM problems WHERE clip_id IS NOT NULL
        )
        ELSE true
    END
ORDER BY
    CASE $sort::VARCHAR WHEN 'hands' THEN hand_share END,
    CASE $sort::VARCHAR WHEN 'longest' THEN -duration_ms END,
    corpus,
    gloss,
    clip_id
LIMIT $at_most::BIGINT OFFSET $skipped::BIGINT
