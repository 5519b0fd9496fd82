-- When an install was left; 0 while it is there. Those that were left before this step are removed 90 days after it.
ALTER TABLE install_head ADD COLUMN left_at bigint NOT NULL DEFAULT 0;
UPDATE install_head SET left_at = (extract(epoch FROM now()) * 1000)::bigint WHERE state = 'uninstalled';
INSERT INTO due_work (id, kind, key, payload, at, due, tries, lease, state, note)
    SELECT 'purge:' || id || ':' || epoch, 'purge', tenant || '/' || app, convert_to(id || ':' || epoch, 'UTF8'), left_at, left_at + 7776000000, 0, 0, 0, '' FROM install_head WHERE state = 'uninstalled';

-- A passage of an install from one version to another: forward (up) or the way back (back). handler is the export that
-- carries records, or ''; of_run is the passage that a way back takes back.
CREATE TABLE upgrade_run (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, install text COLLATE "C" NOT NULL, direction text COLLATE "C" NOT NULL, state text COLLATE "C" NOT NULL,
    from_version text COLLATE "C" NOT NULL, from_digest text COLLATE "C" NOT NULL, from_grants bytea NOT NULL, from_price bigint NOT NULL,
    to_version text COLLATE "C" NOT NULL, to_digest text COLLATE "C" NOT NULL, to_grants bytea NOT NULL, to_price bigint NOT NULL,
    handler text COLLATE "C" NOT NULL, down text COLLATE "C" NOT NULL, of_run text COLLATE "C" NOT NULL, carried bigint NOT NULL, accepts bigint NOT NULL, zone text COLLATE "C" NOT NULL,
    step bigint NOT NULL, looked bigint NOT NULL, changed bigint NOT NULL, conflicts bigint NOT NULL,
    why bytea NOT NULL, report bytea NOT NULL, actor text COLLATE "C" NOT NULL, at bigint NOT NULL, changed_at bigint NOT NULL,
    PRIMARY KEY (tenant, app, id));
CREATE INDEX upgrade_run_changed ON upgrade_run (changed_at);

-- What records will be when a passage ends: 0 the same, 1 another body, 2 gone, 3 other index entries. base and base_at are of the record that was looked at.
CREATE TABLE record_next (
    install text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, base bigint NOT NULL, base_at bigint NOT NULL, change bigint NOT NULL, body bytea NOT NULL,
    PRIMARY KEY (install, entity, id));
CREATE TABLE record_next_key (
    install text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, field text COLLATE "C" NOT NULL, nil bigint NOT NULL, num bigint NOT NULL, txt text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL, uniq bigint NOT NULL,
    PRIMARY KEY (install, entity, field, nil, num, txt, id));
CREATE UNIQUE INDEX record_next_key_unique ON record_next_key (install, entity, field, num, txt) WHERE uniq = 1 AND nil = 0;
CREATE INDEX record_next_key_record ON record_next_key (install, entity, id);

-- What records were when a migration ended, for 30 days. after_version is what each had then, 0 for one that it removed; body only where it changed.
CREATE TABLE record_before (
    install text COLLATE "C" NOT NULL, run text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, after_version bigint NOT NULL, change bigint NOT NULL, body bytea NOT NULL,
    PRIMARY KEY (install, run, entity, id));
