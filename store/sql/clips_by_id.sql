-- What is known of some clips and their corpora? $corpora, $clips: clip ids.
SELECT
    clips.clip_id,
    clips.corpus,
    coalesce(corpora.title, clips.corpus) AS corpus_title,
    coalesce(corpora.synthetic, false) AS synthetic,
    coalesce(corpora.licence, 'not stated') AS licence,
    coalesce(corpora.show_faces, false) AS show_faces,
    coalesce(corpora.exportable, false) AS exportable,
    coalesce(corpora.blur_threshold, 350) AS blur_threshold,
    clips.gloss,
    clips.handshape,
    clips.signer,
    clips.split,
    clips.media,
    clips.source,
    clips.source_start_ms,
    clips.source_end_ms,
    clips.playable,
    clips.playable_in_store,
    clips.width_px,
    clips.height_px,
    clips.fps,
    clips.duration_ms,
    clips.frames,
    clips.pose_frames,
    clips.left_frames,
    clips.right_frames,
    clips.holds,
    clips.dominant_hand,
    clips.two_handed,
    clips.run_id
FROM clips
LEFT JOIN corpora ON corpora.corpus = clips.corpus
WHERE list_contains($corpora::VARCHAR[], clips.corpus)
    AND list_contains($clips::VARCHAR[], clips.clip_id)
ORDER BY clips.clip_id
