-- Which corpora have clips of known gloss with keypoints over time? No parameters.
SELECT corpus
FROM clips
WHERE gloss IS NOT NULL AND frames > 1
GROUP BY corpus
ORDER BY corpus
