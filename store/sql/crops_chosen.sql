-- Which hands of a corpus are to be described?
-- $corpus; $first, $last: clip ids (null: all clips); $choice: `sharp` by the corpus's
-- threshold, `all`, or `holds`: the sharpest frame of each hold. Photographs always.
WITH hands AS (
    SELECT
        crops.crop_id,
        crops.frame_id,
        crops.hand,
        crops.hold,
        crops.sharpness,
        clips.width_px,
        clips.height_px,
        clips.media = 'image' AS photograph,
        row_number() OVER (
            PARTITION BY crops.clip_id, crops.hand, crops.hold
            ORDER BY
                CASE WHEN isnan(crops.sharpness) THEN -1 ELSE crops.sharpness END DESC,
                crops.frame_index
        ) AS place_in_hold
    FROM crops
    JOIN clips ON clips.clip_id = crops.clip_id
    WHERE crops.corpus = $corpus
        AND clips.corpus = $corpus
        AND crops.padding_px = 0
        AND (
            $first::VARCHAR IS NULL OR crops.clip_id BETWEEN $first AND $last::VARCHAR
        )
)
SELECT crop_id, frame_id, hand, hold, width_px, height_px
FROM hands
WHERE photograph
    OR $choice::VARCHAR = 'all'
    OR ($choice = 'holds' AND hold IS NOT NULL AND place_in_hold = 1)
    OR (
        $choice = 'sharp'
        AND NOT isnan(sharpness)
        AND sharpness >= coalesce(
            (SELECT max(blur_threshold) FROM corpora WHERE corpus = $corpus), 350
        )
    )
ORDER BY crop_id
