-- What does each hold of one clip look like at its sharpest? $corpus, $clip_id, $padding_px.
WITH ranked AS (
    SELECT
        hand,
        hold,
        frame_index,
        time_ms,
        sharpness,
        image,
        min(time_ms) OVER (PARTITION BY hand, hold) AS start_ms,
        max(time_ms) OVER (PARTITION BY hand, hold) AS last_ms,
        row_number() OVER (
            PARTITION BY hand, hold ORDER BY sharpness DESC, frame_index
        ) AS place
    FROM crops
    WHERE corpus = $corpus
        AND crop_id BETWEEN $clip_id || '/' AND $clip_id || '/~'
        AND hold IS NOT NULL
        AND padding_px = $padding_px::INTEGER
)
SELECT hand, hold, frame_index, time_ms, start_ms, last_ms, sharpness, image
FROM ranked
WHERE place = 1
ORDER BY start_ms, hand
