-- Which entries has a coded lexicon, and how are they coded? $corpus.
SELECT
    entry_id,
    gloss,
    lemma,
    coalesce(handshape, handshape_code) AS handshape,
    handshape_code,
    base_handshape_code,
    selected_fingers,
    flexion,
    flexion_change,
    spread,
    spread_change,
    thumb_position,
    thumb_contact,
    sign_type,
    major_location,
    minor_location,
    second_minor_location,
    contact,
    movement,
    repeated_movement,
    ulnar_rotation,
    morphemes,
    sign_frequency
FROM lexicon
WHERE corpus = $corpus
ORDER BY entry_id
