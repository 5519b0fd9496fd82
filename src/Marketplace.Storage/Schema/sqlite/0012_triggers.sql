-- What an install still owes or gave up is found by whose it is.
CREATE INDEX due_work_key ON due_work (key, state);
CREATE INDEX outbox_dead_of ON outbox (source, id) WHERE dead = 1;
-- Webhooks: one for each function of an install. The token is held as a hash, the secret sealed with the firm's key under the webhook's id.
CREATE TABLE hook (
    tenant TEXT NOT NULL, app TEXT NOT NULL, function TEXT NOT NULL, id TEXT NOT NULL, install TEXT NOT NULL, token_hash TEXT NOT NULL,
    secret BLOB NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (tenant, app, function));
CREATE UNIQUE INDEX hook_token ON hook (token_hash);
