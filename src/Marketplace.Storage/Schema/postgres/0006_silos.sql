-- What several hosts of one store must share: secrets, each sealed by the master key that no store holds, and the wrong PINs of a badge.
CREATE TABLE secret (
    kind text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, sealed bytea NOT NULL, at bigint NOT NULL, PRIMARY KEY (kind, name));
CREATE TABLE pin_try (
    tenant text COLLATE "C" NOT NULL, badge text COLLATE "C" NOT NULL, wrong bigint NOT NULL, at bigint NOT NULL, PRIMARY KEY (tenant, badge));
CREATE INDEX pin_try_at ON pin_try (at);
