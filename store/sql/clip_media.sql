-- Where are the media of some clips, and what may be done with them? $clips: clip ids.
SELECT
    clips.clip_id,
    clips.corpus,
    clips.gloss,
    clips.signer,
    clips.split,
    clips.media,
    clips.playable,
    clips.playable_in_store,
    clips.width_px,
    clips.height_px,
    clips.fingerprint,
    coalesce(corpora.show_faces, false) AS show_faces
FROM clips
LEFT JOIN corpora ON corpora.corpus = clips.corpus
WHERE clips.clip_id IN (SELECT unnest($clips::VARCHAR[]))
ORDER BY clips.clip_id
