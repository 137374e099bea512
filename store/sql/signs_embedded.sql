-- Where does a run put clips, and which signs are they? $run_id.
SELECT
    embeddings.item_id AS clip_id,
    embeddings.corpus,
    embeddings.vector,
    coalesce(clips.gloss, '') AS gloss,
    clips.handshape,
    clips.two_handed,
    clips.signer
FROM embeddings
JOIN clips ON clips.clip_id = embeddings.item_id AND clips.corpus = embeddings.corpus
WHERE embeddings.run_id = $run_id
ORDER BY embeddings.item_id
