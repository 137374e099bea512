-- Which pictures show what each letter looks like? $corpus, $part, $per_letter.
-- Spread over the part, and always the same.
WITH placed AS (
    SELECT
        letter_id,
        label,
        letter,
        row_number() OVER (PARTITION BY label ORDER BY hash(letter_id)) AS place
    FROM letters
    WHERE corpus = $corpus AND part = $part
)

SELECT letter_id, letter
FROM placed
WHERE place <= $per_letter
ORDER BY label, place
