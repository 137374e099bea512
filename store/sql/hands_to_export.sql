-- Which hands of a corpus are there, and what is known of each? $corpus; $padding_px of the
-- crops; $blurred: those too that are less sharp than the corpus asks for.
SELECT
    crops.crop_id,
    crops.corpus,
    crops.clip_id,
    clips.gloss,
    clips.handshape,
    clips.signer,
    clips.split,
    crops.hand,
    crops.frame_index,
    crops.time_ms,
    crops.hold,
    crops.sharpness
FROM crops
JOIN clips ON clips.clip_id = crops.clip_id
WHERE crops.corpus = $corpus
    AND clips.corpus = $corpus
    AND crops.padding_px = $padding_px
    AND (
        $blurred
        OR clips.media = 'image'
        OR (
            NOT isnan(crops.sharpness)
            AND crops.sharpness >= coalesce(
                (SELECT max(blur_threshold) FROM corpora WHERE corpus = $corpus), 350
            )
        )
    )
ORDER BY crops.crop_id
