-- From which sharpness on are crops of a corpus kept? $corpus.
-- No row: there is no such corpus.
SELECT corpus, blur_threshold FROM corpora WHERE corpus = $corpus
