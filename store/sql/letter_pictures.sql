-- What do these pictures of letters look like? $corpus, $letters: ids.
SELECT letter_id, pixels
FROM letters
WHERE corpus = $corpus AND list_contains($letters::VARCHAR[], letter_id)
ORDER BY letter_id
