-- A person can leave: sessions of an earlier epoch open nothing, and of a former person the name alone is kept.
ALTER TABLE person ADD COLUMN epoch bigint NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN former bigint NOT NULL DEFAULT 0;
