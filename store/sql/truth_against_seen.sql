-- Where are the hands of synthetic clips truly, and where were they seen?
-- One row per frame; no parameters.
SELECT
    truth.corpus,
    signs.gloss,
    truth.phase,
    signs.dominant_hand,
    signs.hands <> 'one' AS two_handed,
    truth.hands AS true_hands,
    seen.points AS seen_points,
    seen.pose_seen,
    seen.left_seen,
    seen.right_seen,
    clips.width_px::DOUBLE / clips.height_px AS aspect_ratio
FROM truth_frames AS truth
JOIN truth_signs AS signs ON signs.clip_id = truth.clip_id
JOIN landmarks AS seen ON seen.frame_id = truth.frame_id
JOIN clips ON clips.clip_id = truth.clip_id
ORDER BY truth.corpus, truth.clip_id, truth.frame_index
