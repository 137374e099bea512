-- Which labelled photographs does a classifier say nothing of? $run_id; $corpora.
-- They count as mistakes.
SELECT clips.clip_id, clips.corpus, clips.handshape, clips.signer
FROM clips
WHERE clips.corpus IN (SELECT unnest($corpora::VARCHAR[]))
    AND clips.media = 'image'
    AND clips.handshape IS NOT NULL
    AND clips.clip_id NOT IN (
        SELECT crops.clip_id
        FROM predictions
        JOIN crops
            ON crops.crop_id = predictions.item_id
            AND crops.corpus = predictions.corpus
        WHERE predictions.run_id = $run_id
    )
ORDER BY clips.clip_id
