-- Files of installs: the bytes are blobs, a row names them. uses counts the attachments that name the file; idle_since is when a file was
-- first seen without any, 0 while that is not known.
CREATE TABLE file (
    install text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, type text COLLATE "C" NOT NULL, size bigint NOT NULL, sha256 text COLLATE "C" NOT NULL,
    created_at bigint NOT NULL, created_by text COLLATE "C" NOT NULL, uses bigint NOT NULL, idle_since bigint NOT NULL,
    PRIMARY KEY (install, id));
CREATE INDEX file_idle ON file (idle_since) WHERE uses = 0;
CREATE TABLE file_space (install text COLLATE "C" NOT NULL PRIMARY KEY, files bigint NOT NULL, bytes bigint NOT NULL);

-- Imports: what was uploaded, what its preview said, and how far the writing has come (next, an ordinal of a line).
CREATE TABLE import_run (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, install text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, key_field text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, sha256 text COLLATE "C" NOT NULL, zone text COLLATE "C" NOT NULL, state text COLLATE "C" NOT NULL,
    lines bigint NOT NULL, good bigint NOT NULL, bad bigint NOT NULL, next bigint NOT NULL,
    inserted bigint NOT NULL, updated bigint NOT NULL, same bigint NOT NULL, skipped bigint NOT NULL,
    removed bigint NOT NULL, kept bigint NOT NULL, why text COLLATE "C" NOT NULL, actor text COLLATE "C" NOT NULL, at bigint NOT NULL, changed_at bigint NOT NULL,
    report bytea NOT NULL,
    PRIMARY KEY (tenant, app, id));
CREATE INDEX import_run_changed ON import_run (changed_at);
