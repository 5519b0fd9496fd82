-- What several hosts of one store must share: secrets, each sealed by the master key that no store holds, and the wrong PINs of a badge.
CREATE TABLE secret (
    kind TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (kind, name));
CREATE TABLE pin_try (
    tenant TEXT NOT NULL, badge TEXT NOT NULL, wrong INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (tenant, badge));
CREATE INDEX pin_try_at ON pin_try (at);
