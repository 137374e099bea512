-- Where do hands or clips lie on a map, and what is known of each? $run_id: who drew it.
-- Handshape and place: truth of generated clips where there is some, else what the corpus
-- says; of a clip, those it begins with. `clip_id`: of a hand the clip it was cut out of.
WITH points AS (
    SELECT
        item_id,
        x,
        y,
        trust,
        regexp_extract(
            item_id, '^(.*/f[0-9]+)/([^/]+)/p[0-9]+$', ['frame_id', 'hand']
        ) AS place
    FROM projections
    WHERE run_id = $run_id AND isfinite(x) AND isfinite(y)
),

places AS (
    SELECT
        item_id,
        x,
        y,
        trust,
        place.frame_id,
        place.hand,
        CASE place.hand
            WHEN '' THEN item_id ELSE regexp_replace(place.frame_id, '/f[0-9]+$', '')
        END AS clip_id
    FROM points
),

-- Of other corpora no file is opened.
corpora_shown AS (
    SELECT DISTINCT split_part(item_id, '/', 1) AS corpus
    FROM points
),

clips_shown AS (
    SELECT clip_id, corpus, handshape, signer, gloss
    FROM clips
    WHERE corpus IN (SELECT corpus FROM corpora_shown)
),

truth_shown AS (
    SELECT
        frame_id,
        left_handshape,
        right_handshape,
        left_orientation,
        right_orientation,
        left_signs,
        right_signs
    FROM truth_frames
    WHERE corpus IN (SELECT corpus FROM corpora_shown)
),

signs_shown AS (
    SELECT clip_id, handshape, orientation, place
    FROM truth_signs
    WHERE corpus IN (SELECT corpus FROM corpora_shown)
)

SELECT
    places.item_id,
    places.clip_id,
    places.x,
    places.y,
    places.trust,
    places.hand <> '' AS is_hand,
    coalesce(
        CASE places.hand
            WHEN 'left' THEN truth.left_handshape
            WHEN 'right' THEN truth.right_handshape
            ELSE signs.handshape
        END,
        CASE WHEN truth.frame_id IS NULL THEN clips.handshape END
    ) AS handshape,
    CASE places.hand
        WHEN 'left' THEN truth.left_orientation
        WHEN 'right' THEN truth.right_orientation
        ELSE signs.orientation
    END AS orientation,
    CASE
        WHEN places.hand = '' THEN signs.place
        WHEN places.hand = 'left' AND truth.left_signs THEN signs.place
        WHEN places.hand = 'right' AND truth.right_signs THEN signs.place
    END AS place,
    clips.signer,
    clips.gloss,
    coalesce(clips.corpus, split_part(places.item_id, '/', 1)) AS corpus
FROM places
LEFT JOIN clips_shown AS clips ON clips.clip_id = places.clip_id
LEFT JOIN truth_shown AS truth ON truth.frame_id = places.frame_id
LEFT JOIN signs_shown AS signs ON signs.clip_id = places.clip_id
ORDER BY places.item_id
