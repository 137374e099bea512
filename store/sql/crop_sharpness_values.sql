-- How sharp is each crop of a corpus, one per hand and frame? $corpus.
SELECT sharpness
FROM crops
WHERE corpus = $corpus AND padding_px = 0 AND NOT isnan(sharpness)
ORDER BY sharpness
