-- Files of installs: the bytes are blobs, a row names them. uses counts the attachments that name the file; idle_since is when a file was
-- first seen without any, 0 while that is not known.
CREATE TABLE file (
    install TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
    created_at INTEGER NOT NULL, created_by TEXT NOT NULL, uses INTEGER NOT NULL, idle_since INTEGER NOT NULL,
    PRIMARY KEY (install, id));
CREATE INDEX file_idle ON file (idle_since) WHERE uses = 0;
CREATE TABLE file_space (install TEXT NOT NULL PRIMARY KEY, files INTEGER NOT NULL, bytes INTEGER NOT NULL);

-- Imports: what was uploaded, what its preview said, and how far the writing has come (next, an ordinal of a line).
CREATE TABLE import_run (
    tenant TEXT NOT NULL, app TEXT NOT NULL, id TEXT NOT NULL, install TEXT NOT NULL, entity TEXT NOT NULL, key_field TEXT NOT NULL,
    name TEXT NOT NULL, kind TEXT NOT NULL, sha256 TEXT NOT NULL, zone TEXT NOT NULL, state TEXT NOT NULL,
    lines INTEGER NOT NULL, good INTEGER NOT NULL, bad INTEGER NOT NULL, next INTEGER NOT NULL,
    inserted INTEGER NOT NULL, updated INTEGER NOT NULL, same INTEGER NOT NULL, skipped INTEGER NOT NULL,
    removed INTEGER NOT NULL, kept INTEGER NOT NULL, why TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    report BLOB NOT NULL,
    PRIMARY KEY (tenant, app, id));
CREATE INDEX import_run_changed ON import_run (changed_at);
