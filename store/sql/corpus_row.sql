-- What is known of a corpus, all columns? $corpus.
SELECT
    corpus,
    title,
    language,
    media,
    synthetic,
    licence,
    citation,
    show_faces,
    exportable,
    blur_threshold,
    source,
    clips_planned
FROM corpora
WHERE corpus = $corpus
ORDER BY corpus
