-- Shared things of the services of a brain: freight, credit, people. One row each; seq is the head that every change moves.
CREATE TABLE resource (
    brain TEXT NOT NULL, service TEXT NOT NULL, collection TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, state TEXT NOT NULL, body BLOB NOT NULL, parties BLOB NOT NULL, marks BLOB NOT NULL,
    open INTEGER NOT NULL, due INTEGER NOT NULL, due_command TEXT NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL,
    PRIMARY KEY (brain, service, collection, id));
CREATE INDEX resource_open ON resource (brain, service, collection, state, changed) WHERE open = 1;

-- The firms of a thing, and what they are in it.
CREATE TABLE resource_party (
    tenant TEXT NOT NULL, brain TEXT NOT NULL, service TEXT NOT NULL, collection TEXT NOT NULL, id TEXT NOT NULL, word TEXT NOT NULL,
    PRIMARY KEY (tenant, brain, service, collection, id, word));

-- What things are found by; the fence of a mark moves when any thing of it is added, changed or taken away.
CREATE TABLE resource_mark (
    brain TEXT NOT NULL, service TEXT NOT NULL, collection TEXT NOT NULL, mark TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (brain, service, collection, mark, id));
CREATE TABLE resource_fence (
    brain TEXT NOT NULL, service TEXT NOT NULL, collection TEXT NOT NULL, mark TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (brain, service, collection, mark));

-- Keys that one thing at a time may hold.
CREATE TABLE resource_claim (
    brain TEXT NOT NULL, service TEXT NOT NULL, key TEXT NOT NULL, collection TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (brain, service, key));

-- What was done to each thing, in its order; kept for ever.
CREATE TABLE resource_step (
    brain TEXT NOT NULL, service TEXT NOT NULL, collection TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, command TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    tenant TEXT NOT NULL, actor TEXT NOT NULL, app TEXT NOT NULL, op TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (brain, service, collection, id, seq));

-- What apps committed their firms to pay, by the scope that lets them, in micro-yuan of a month.
CREATE TABLE resource_spend (
    tenant TEXT NOT NULL, app TEXT NOT NULL, scope TEXT NOT NULL, month TEXT NOT NULL, spent INTEGER NOT NULL,
    PRIMARY KEY (tenant, app, scope, month));
