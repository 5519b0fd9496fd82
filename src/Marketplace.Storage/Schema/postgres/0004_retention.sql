-- What is kept for a while is found by its age, and bytes by when they were last put.
CREATE INDEX invocation_at ON invocation (at);
CREATE TABLE blob (sha256 text COLLATE "C" NOT NULL PRIMARY KEY, put_at bigint NOT NULL);
INSERT INTO blob (sha256, put_at) SELECT DISTINCT sha256, 0 FROM blob_part;
