-- Which corpora have clips of known gloss with keypoints over time? No parameters.
-- Not those invented as keypoints alone, which only teach: nobody looks for their signs.
SELECT clips.corpus
FROM clips
JOIN corpora ON corpora.corpus = clips.corpus
WHERE clips.gloss IS NOT NULL
    AND clips.frames > 1
    AND NOT (corpora.synthetic AND corpora.media = 'keypoints')
GROUP BY clips.corpus
ORDER BY clips.corpus
