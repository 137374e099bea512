-- What does the corpus say of the hands of some clips? $clips: clip ids. Null: unknown.
SELECT clips.clip_id, clips.corpus, clips.dominant_hand, clips.two_handed, clips.handshape
FROM clips
WHERE list_contains($clips::VARCHAR[], clips.clip_id)
ORDER BY clips.clip_id
