-- Which pictures of letters has a corpus, in the order of its files? $corpus.
SELECT
    letter_id,
    part,
    row_number,
    label,
    letter,
    signer,
    pixels
FROM letters
WHERE corpus = $corpus
ORDER BY part DESC, row_number
