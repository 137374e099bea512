-- Which queries are saved, each as it was saved last, by name?
SELECT query_id, name, statement, at_ms
FROM saved_queries
QUALIFY row_number() OVER (PARTITION BY query_id ORDER BY event_id DESC) = 1
    AND NOT deleted
ORDER BY lower(name), at_ms, query_id
