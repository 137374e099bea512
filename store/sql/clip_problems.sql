-- What went wrong with one clip? $corpus, $clip_id.
SELECT kind, what, remedy, place, lost
FROM problems
WHERE corpus = $corpus AND clip_id = $clip_id
ORDER BY lost DESC, kind, place
