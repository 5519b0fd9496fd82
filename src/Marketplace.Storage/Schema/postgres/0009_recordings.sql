-- Recordings of calls, sealed with their firm's key, and how many an install has. Ids begin with their time: the oldest is the least.
CREATE TABLE recording (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, at bigint NOT NULL, size bigint NOT NULL, body bytea NOT NULL,
    PRIMARY KEY (tenant, app, id));
CREATE TABLE recording_space (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, calls bigint NOT NULL, bytes bigint NOT NULL,
    PRIMARY KEY (tenant, app));
