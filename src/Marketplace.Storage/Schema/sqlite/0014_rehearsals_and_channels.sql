-- The last rehearsal of each install: a version that its firm thinks of taking ran the recorded calls. body is sealed with the firm's key.
CREATE TABLE rehearsal (
    tenant TEXT NOT NULL, app TEXT NOT NULL, id TEXT NOT NULL, install TEXT NOT NULL, state TEXT NOT NULL,
    from_version TEXT NOT NULL, from_digest TEXT NOT NULL, to_version TEXT NOT NULL, to_digest TEXT NOT NULL,
    total INTEGER NOT NULL, done INTEGER NOT NULL, spent INTEGER NOT NULL, step INTEGER NOT NULL,
    actor TEXT NOT NULL, at INTEGER NOT NULL, changed_at INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (tenant, app));

-- How an install hears of other versions; one without a row is told of each and takes none by itself.
CREATE TABLE install_channel (
    install TEXT NOT NULL PRIMARY KEY, tenant TEXT NOT NULL, app TEXT NOT NULL, channel TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL);
