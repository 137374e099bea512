-- What is known of every clip of a corpus, all columns? $corpus.
SELECT
    clip_id,
    corpus,
    gloss,
    handshape,
    signer,
    split,
    media,
    source,
    source_sha256,
    source_start_ms,
    source_end_ms,
    playable,
    playable_in_store,
    width_px,
    height_px,
    rotation_deg,
    fps,
    duration_ms,
    frames,
    pose_frames,
    left_frames,
    right_frames,
    holds,
    dominant_hand,
    two_handed,
    fingerprint,
    run_id
FROM clips
WHERE corpus = $corpus
ORDER BY clip_id
