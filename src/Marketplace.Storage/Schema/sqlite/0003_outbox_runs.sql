-- The pair (source, target) is what waits, is leased and is tried again; its messages lie behind it in their order. Before, each message
-- was, and claiming looked at every open one: a thousand events that waited cost a thousand lookups for each claim.
ALTER TABLE outbox_head ADD COLUMN done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_head ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_head ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox_head ADD COLUMN lease INTEGER NOT NULL DEFAULT 0;
UPDATE outbox_head SET done = COALESCE((SELECT min(o.seq) - 1 FROM outbox o WHERE o.source = outbox_head.source AND o.target = outbox_head.target AND o.state = 0), last);
CREATE INDEX outbox_head_open ON outbox_head (due, source, target) WHERE last > done;

CREATE TABLE outbox_message (
    id TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, seq INTEGER NOT NULL,
    kind TEXT NOT NULL, payload BLOB NOT NULL, at INTEGER NOT NULL, dead INTEGER NOT NULL, note TEXT NOT NULL);
INSERT INTO outbox_message (id, source, target, seq, kind, payload, at, dead, note)
    SELECT id, source, target, seq, kind, payload, at, CASE state WHEN 2 THEN 1 ELSE 0 END, note FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_message RENAME TO outbox;
CREATE UNIQUE INDEX outbox_pair ON outbox (source, target, seq);
CREATE INDEX outbox_at ON outbox (at);
CREATE INDEX outbox_dead ON outbox (id) WHERE dead = 1;
