-- What an install still owes or gave up is found by whose it is.
CREATE INDEX due_work_key ON due_work (key, state);
CREATE INDEX outbox_dead_of ON outbox (source, id) WHERE dead = 1;
-- Webhooks: one for each function of an install. The token is held as a hash, the secret sealed with the firm's key under the webhook's id.
CREATE TABLE hook (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, function text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
    install text COLLATE "C" NOT NULL, token_hash text COLLATE "C" NOT NULL, secret bytea NOT NULL, actor text COLLATE "C" NOT NULL, at bigint NOT NULL,
    PRIMARY KEY (tenant, app, function));
CREATE UNIQUE INDEX hook_token ON hook (token_hash);
