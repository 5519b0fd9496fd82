-- Recordings of calls, sealed with their firm's key, and how many an install has. Ids begin with their time: the oldest is the least.
CREATE TABLE recording (
    tenant TEXT NOT NULL, app TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (tenant, app, id));
CREATE TABLE recording_space (
    tenant TEXT NOT NULL, app TEXT NOT NULL, calls INTEGER NOT NULL, bytes INTEGER NOT NULL,
    PRIMARY KEY (tenant, app));
