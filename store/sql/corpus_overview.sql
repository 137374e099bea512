-- What is in each corpus, and how much of it was seen? No parameters.
-- Shares are of frames; the signing hand is the dominant one, or the one seen more.
WITH counted AS (
    SELECT
        corpus,
        count(*) AS clips,
        count(DISTINCT gloss) AS glosses,
        count(DISTINCT signer) AS signers,
        sum(frames) AS frames,
        sum(pose_frames) AS pose_frames,
        sum(left_frames) AS left_frames,
        sum(right_frames) AS right_frames,
        sum(CASE dominant_hand
            WHEN 'left' THEN left_frames
            WHEN 'right' THEN right_frames
            ELSE greatest(left_frames, right_frames)
        END) AS signing_frames,
        sum(holds) AS holds,
        max(run_id) AS run_id
    FROM clips
    GROUP BY corpus
),

pictured AS (
    SELECT corpus, count(*) AS letters
    FROM letters
    GROUP BY corpus
)

SELECT
    coalesce(corpora.corpus, counted.corpus) AS corpus,
    coalesce(corpora.title, counted.corpus) AS title,
    coalesce(corpora.language, '') AS language,
    coalesce(corpora.media, '') AS media,
    coalesce(corpora.synthetic, false) AS synthetic,
    coalesce(corpora.licence, 'not stated') AS licence,
    coalesce(corpora.citation, '') AS citation,
    coalesce(corpora.show_faces, false) AS show_faces,
    coalesce(corpora.exportable, false) AS exportable,
    coalesce(corpora.source, '') AS source,
    coalesce(corpora.blur_threshold, 350) AS blur_threshold,
    coalesce(corpora.clips_planned, counted.clips, 0) AS clips_planned,
    coalesce(counted.clips, 0) AS clips,
    coalesce(counted.glosses, 0) AS glosses,
    coalesce(counted.signers, 0) AS signers,
    coalesce(counted.frames, 0)::BIGINT AS frames,
    coalesce(counted.pose_frames, 0)::BIGINT AS pose_frames,
    coalesce(counted.left_frames, 0)::BIGINT AS left_frames,
    coalesce(counted.right_frames, 0)::BIGINT AS right_frames,
    coalesce(counted.signing_frames, 0)::BIGINT AS signing_frames,
    coalesce(counted.holds, 0)::BIGINT AS holds,
    coalesce(counted.run_id, '') AS run_id,
    coalesce(pictured.letters, 0) AS letters
FROM corpora
FULL JOIN counted ON counted.corpus = corpora.corpus
LEFT JOIN pictured ON pictured.corpus = corpora.corpus
ORDER BY 1
