-- The last rehearsal of each install: a version that its firm thinks of taking ran the recorded calls. body is sealed with the firm's key.
CREATE TABLE rehearsal (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, install text COLLATE "C" NOT NULL, state text COLLATE "C" NOT NULL,
    from_version text COLLATE "C" NOT NULL, from_digest text COLLATE "C" NOT NULL, to_version text COLLATE "C" NOT NULL, to_digest text COLLATE "C" NOT NULL,
    total bigint NOT NULL, done bigint NOT NULL, spent bigint NOT NULL, step bigint NOT NULL,
    actor text COLLATE "C" NOT NULL, at bigint NOT NULL, changed_at bigint NOT NULL, body bytea NOT NULL,
    PRIMARY KEY (tenant, app));

-- How an install hears of other versions; one without a row is told of each and takes none by itself.
CREATE TABLE install_channel (
    install text COLLATE "C" NOT NULL PRIMARY KEY, tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, channel text COLLATE "C" NOT NULL,
    actor text COLLATE "C" NOT NULL, at bigint NOT NULL);
