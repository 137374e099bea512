-- What does each hold of one clip look like at its sharpest? $corpus, $clip_id, $padding_px.
WITH ranked AS (
    SELECT
        crop_id,
        hand,
        padding_px,
        frame_index,
        time_ms,
        hold,
        sharpness,
        image,
        row_number() OVER (
            PARTITION BY hand, hold ORDER BY sharpness DESC, frame_index
        ) AS place
    FROM crops
    WHERE corpus = $corpus
        AND crop_id BETWEEN $clip_id || '/' AND $clip_id || '/~'
        AND hold IS NOT NULL
        AND padding_px = $padding_px::INTEGER
)
SELECT crop_id, hand, padding_px, frame_index, time_ms, hold, sharpness, image
FROM ranked
WHERE place = 1
ORDER BY frame_index, hand DESC
