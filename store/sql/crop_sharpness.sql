-- How sharp are the crops of each corpus? $bins_per_decade.
-- One row per corpus and bin of log10(sharpness); one crop per hand and frame.
SELECT
    corpus,
    floor(log10(greatest(sharpness, 1)) * $bins_per_decade::INTEGER)::INTEGER AS bin,
    count(*) AS crops
FROM crops
WHERE padding_px = 0 AND NOT isnan(sharpness)
GROUP BY 1, 2
ORDER BY 1, 2
