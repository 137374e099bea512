-- When does each hand of a corpus's videos hold? $corpus. `value`: number of the hold, from 1.
SELECT clip_id, 'left' AS hand, frame_index, time_ms, (left_hold + 1)::VARCHAR AS value
FROM frames
WHERE corpus = $corpus AND left_hold IS NOT NULL
UNION ALL
SELECT clip_id, 'right' AS hand, frame_index, time_ms, (right_hold + 1)::VARCHAR AS value
FROM frames
WHERE corpus = $corpus AND right_hold IS NOT NULL
ORDER BY clip_id, hand, frame_index
