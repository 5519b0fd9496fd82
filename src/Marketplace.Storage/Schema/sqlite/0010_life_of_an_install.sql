-- When an install was left; 0 while it is there. Those that were left before this step are removed 90 days after it.
ALTER TABLE install_head ADD COLUMN left_at INTEGER NOT NULL DEFAULT 0;
UPDATE install_head SET left_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE state = 'uninstalled';
INSERT INTO due_work (id, kind, key, payload, at, due, tries, lease, state, note)
    SELECT 'purge:' || id || ':' || epoch, 'purge', tenant || '/' || app, CAST(id || ':' || epoch AS BLOB), left_at, left_at + 7776000000, 0, 0, 0, '' FROM install_head WHERE state = 'uninstalled';

-- A passage of an install from one version to another: forward (up) or the way back (back). handler is the export that
-- carries records, or ''; of_run is the passage that a way back takes back.
CREATE TABLE upgrade_run (
    tenant TEXT NOT NULL, app TEXT NOT NULL, id TEXT NOT NULL, install TEXT NOT NULL, direction TEXT NOT NULL, state TEXT NOT NULL,
    from_version TEXT NOT NULL, from_digest TEXT NOT NULL, from_grants BLOB NOT NULL, from_price INTEGER NOT NULL,
    to_version TEXT NOT NULL, to_digest TEXT NOT NULL, to_grants BLOB NOT NULL, to_price INTEGER NOT NULL,
    handler TEXT NOT NULL, down TEXT NOT NULL, of_run TEXT NOT NULL, carried INTEGER NOT NULL, accepts INTEGER NOT NULL, zone TEXT NOT NULL,
    step INTEGER NOT NULL, looked INTEGER NOT NULL, changed INTEGER NOT NULL, conflicts INTEGER NOT NULL,
    why BLOB NOT NULL, report BLOB NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, app, id));
CREATE INDEX upgrade_run_changed ON upgrade_run (changed_at);

-- What records will be when a passage ends: 0 the same, 1 another body, 2 gone, 3 other index entries. base and base_at are of the record that was looked at.
CREATE TABLE record_next (
    install TEXT NOT NULL, entity TEXT NOT NULL, id TEXT NOT NULL, base INTEGER NOT NULL, base_at INTEGER NOT NULL, change INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (install, entity, id));
CREATE TABLE record_next_key (
    install TEXT NOT NULL, entity TEXT NOT NULL, field TEXT NOT NULL, nil INTEGER NOT NULL, num INTEGER NOT NULL, txt TEXT NOT NULL,
    id TEXT NOT NULL, uniq INTEGER NOT NULL,
    PRIMARY KEY (install, entity, field, nil, num, txt, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX record_next_key_unique ON record_next_key (install, entity, field, num, txt) WHERE uniq = 1 AND nil = 0;
CREATE INDEX record_next_key_record ON record_next_key (install, entity, id);

-- What records were when a migration ended, for 30 days. after_version is what each had then, 0 for one that it removed; body only where it changed.
CREATE TABLE record_before (
    install TEXT NOT NULL, run TEXT NOT NULL, entity TEXT NOT NULL, id TEXT NOT NULL, after_version INTEGER NOT NULL, change INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (install, run, entity, id));
