-- From which parameters was one synthetic clip made? $corpus, $clip_id.
SELECT
    gloss,
    signer,
    dominant_hand,
    hands,
    handshape,
    end_handshape,
    base_handshape,
    orientation,
    end_orientation,
    place,
    movement,
    description,
    minimal_pairs,
    seed
FROM truth_signs
WHERE corpus = $corpus AND clip_id = $clip_id
ORDER BY clip_id
