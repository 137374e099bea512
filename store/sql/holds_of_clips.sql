-- What does each hold of some clips look like at its sharpest, and what handshape is it?
-- $corpus, $clips: ids of clips of it.
-- `handshape`: truth of generated clips, else what the corpus says of the clip; null:
-- unknown. `predicted`: by the newest classifier that judged one of these hands.
WITH ranked AS (
    SELECT
        crop_id,
        clip_id,
        frame_id,
        hand,
        padding_px,
        frame_index,
        time_ms,
        hold,
        sharpness,
        image,
        row_number() OVER (
            PARTITION BY clip_id, hand, hold ORDER BY sharpness DESC, frame_index
        ) AS place
    FROM crops
    WHERE corpus = $corpus
        AND clip_id IN (SELECT unnest($clips::VARCHAR[]))
        AND hold IS NOT NULL
        AND padding_px = 0
),

judged AS (
    SELECT predictions.item_id, predictions.predicted_class, predictions.run_id
    FROM predictions
    WHERE predictions.corpus = $corpus
        AND predictions.target = 'handshape'
        AND predictions.item_id IN (SELECT crop_id FROM ranked WHERE place = 1)
),

newest AS (
    SELECT judged.run_id
    FROM judged
    LEFT JOIN runs ON runs.run_id = judged.run_id
    ORDER BY runs.started_ms DESC NULLS LAST, judged.run_id
    LIMIT 1
)

SELECT
    ranked.crop_id,
    ranked.clip_id,
    ranked.hand,
    ranked.padding_px,
    ranked.frame_index,
    ranked.time_ms,
    ranked.hold,
    ranked.sharpness,
    ranked.image,
    clips.signer,
    coalesce(
        CASE ranked.hand
            WHEN 'left' THEN truth.left_handshape ELSE truth.right_handshape
        END,
        CASE WHEN truth.frame_id IS NULL THEN clips.handshape END
    ) AS handshape,
    judged.predicted_class AS predicted
FROM ranked
JOIN clips ON clips.clip_id = ranked.clip_id AND clips.corpus = $corpus
LEFT JOIN truth_frames AS truth
    ON truth.frame_id = ranked.frame_id AND truth.corpus = $corpus
LEFT JOIN judged
    ON judged.item_id = ranked.crop_id
    AND judged.run_id = (SELECT newest.run_id FROM newest)
WHERE ranked.place = 1
ORDER BY clips.signer NULLS LAST, ranked.clip_id, ranked.frame_index, ranked.hand DESC
