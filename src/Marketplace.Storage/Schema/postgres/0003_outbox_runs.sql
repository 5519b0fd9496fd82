-- The pair (source, target) is what waits, is leased and is tried again; its messages lie behind it in their order. Before, each message
-- was, and claiming looked at every open one: a thousand events that waited cost a thousand lookups for each claim.
ALTER TABLE outbox_head ADD COLUMN done bigint NOT NULL DEFAULT 0;
ALTER TABLE outbox_head ADD COLUMN due bigint NOT NULL DEFAULT 0;
ALTER TABLE outbox_head ADD COLUMN tries bigint NOT NULL DEFAULT 0;
ALTER TABLE outbox_head ADD COLUMN lease bigint NOT NULL DEFAULT 0;
UPDATE outbox_head SET done = COALESCE((SELECT min(o.seq) - 1 FROM outbox o WHERE o.source = outbox_head.source AND o.target = outbox_head.target AND o.state = 0), last);
CREATE INDEX outbox_head_open ON outbox_head (due, source, target) WHERE last > done;

CREATE TABLE outbox_message (
    id text COLLATE "C" NOT NULL PRIMARY KEY, source text COLLATE "C" NOT NULL, target text COLLATE "C" NOT NULL, seq bigint NOT NULL,
    kind text COLLATE "C" NOT NULL, payload bytea NOT NULL, at bigint NOT NULL, dead bigint NOT NULL, note text COLLATE "C" NOT NULL);
INSERT INTO outbox_message (id, source, target, seq, kind, payload, at, dead, note)
    SELECT id, source, target, seq, kind, payload, at, CASE state WHEN 2 THEN 1 ELSE 0 END, note FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_message RENAME TO outbox;
CREATE UNIQUE INDEX outbox_pair ON outbox (source, target, seq);
CREATE INDEX outbox_at ON outbox (at);
CREATE INDEX outbox_dead ON outbox (id) WHERE dead = 1;
