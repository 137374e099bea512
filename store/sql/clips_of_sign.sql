-- Which clips show a sign, signer by signer? $corpus, $gloss (small or capital), $at_most.
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
WHERE corpus = $corpus AND lower(gloss) = lower($gloss)
ORDER BY signer NULLS LAST, clip_id
LIMIT $at_most::BIGINT
