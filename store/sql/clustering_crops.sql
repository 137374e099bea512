-- Which cluster is each crop of one clustering in, sorted by crop? $run_id.
SELECT crop_id, cluster
FROM cluster_assignments
WHERE run_id = $run_id
ORDER BY crop_id
