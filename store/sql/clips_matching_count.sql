-- How many clips fit the filters? $corpus, $gloss, $signer, $media, $having (null: all).
SELECT count(*) AS clips
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
