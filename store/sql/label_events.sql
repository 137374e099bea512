-- What did annotators do, oldest first? $until_ms: up to this time; null: all.
SELECT
    event_id,
    at_ms,
    annotator,
    action,
    run_id,
    cluster,
    crops,
    handshape,
    into_cluster,
    undoes,
    note
FROM label_events
WHERE $until_ms IS NULL OR at_ms <= $until_ms
ORDER BY event_id
