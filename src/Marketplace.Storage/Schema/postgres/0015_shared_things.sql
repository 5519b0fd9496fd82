-- Shared things of the services of a brain: freight, credit, people. One row each; seq is the head that every change moves.
CREATE TABLE resource (
    brain text COLLATE "C" NOT NULL, service text COLLATE "C" NOT NULL, collection text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, seq bigint NOT NULL, state text COLLATE "C" NOT NULL, body bytea NOT NULL, parties bytea NOT NULL, marks bytea NOT NULL,
    open bigint NOT NULL, due bigint NOT NULL, due_command text COLLATE "C" NOT NULL, created bigint NOT NULL, changed bigint NOT NULL,
    PRIMARY KEY (brain, service, collection, id));
CREATE INDEX resource_open ON resource (brain, service, collection, state, changed) WHERE open = 1;

-- The firms of a thing, and what they are in it.
CREATE TABLE resource_party (
    tenant text COLLATE "C" NOT NULL, brain text COLLATE "C" NOT NULL, service text COLLATE "C" NOT NULL, collection text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, word text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, brain, service, collection, id, word));

-- What things are found by; the fence of a mark moves when any thing of it is added, changed or taken away.
CREATE TABLE resource_mark (
    brain text COLLATE "C" NOT NULL, service text COLLATE "C" NOT NULL, collection text COLLATE "C" NOT NULL, mark text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
    PRIMARY KEY (brain, service, collection, mark, id));
CREATE TABLE resource_fence (
    brain text COLLATE "C" NOT NULL, service text COLLATE "C" NOT NULL, collection text COLLATE "C" NOT NULL, mark text COLLATE "C" NOT NULL, seq bigint NOT NULL,
    PRIMARY KEY (brain, service, collection, mark));

-- Keys that one thing at a time may hold.
CREATE TABLE resource_claim (
    brain text COLLATE "C" NOT NULL, service text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, collection text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
    PRIMARY KEY (brain, service, key));

-- What was done to each thing, in its order; kept for ever.
CREATE TABLE resource_step (
    brain text COLLATE "C" NOT NULL, service text COLLATE "C" NOT NULL, collection text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, seq bigint NOT NULL, command text COLLATE "C" NOT NULL, before text COLLATE "C" NOT NULL, after text COLLATE "C" NOT NULL,
    tenant text COLLATE "C" NOT NULL, actor text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, op text COLLATE "C" NOT NULL, at bigint NOT NULL,
    PRIMARY KEY (brain, service, collection, id, seq));

-- What apps committed their firms to pay, by the scope that lets them, in micro-yuan of a month.
CREATE TABLE resource_spend (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, scope text COLLATE "C" NOT NULL, month text COLLATE "C" NOT NULL, spent bigint NOT NULL,
    PRIMARY KEY (tenant, app, scope, month));
