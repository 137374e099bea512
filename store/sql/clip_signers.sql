-- Who signs in each clip of corpora that has keypoints? $corpora. Null: unknown.
SELECT clips.clip_id, clips.corpus, clips.signer
FROM clips
WHERE list_contains($corpora::VARCHAR[], clips.corpus)
ORDER BY clips.clip_id
