-- How many crops of each corpus are sharp enough by its threshold? No parameters.
-- One crop per hand and frame; crops of unknown sharpness count as blurred.
SELECT
    crops.corpus,
    count(*) AS crops,
    count(*) FILTER (
        NOT isnan(crops.sharpness)
        AND crops.sharpness >= coalesce(corpora.blur_threshold, 350)
    ) AS crops_kept
FROM crops
LEFT JOIN corpora ON corpora.corpus = crops.corpus
WHERE crops.padding_px = 0
GROUP BY crops.corpus
ORDER BY crops.corpus
