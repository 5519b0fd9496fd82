-- Facts: what moves money, stock or records. Times are milliseconds since 1970, money is micro-yuan, JSON is bytes, nothing is null.

CREATE TABLE install_head (
    tenant TEXT NOT NULL, app TEXT NOT NULL, id TEXT NOT NULL, brain TEXT NOT NULL,
    seq INTEGER NOT NULL, epoch INTEGER NOT NULL, version TEXT NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL,
    grants BLOB NOT NULL, monthly_cap INTEGER NOT NULL, settings BLOB NOT NULL, sample_data INTEGER NOT NULL,
    plan_price INTEGER NOT NULL, installed_at INTEGER NOT NULL, installed_by TEXT NOT NULL,
    PRIMARY KEY (tenant, app));
CREATE UNIQUE INDEX install_head_id ON install_head (id);
CREATE INDEX install_head_app ON install_head (app, brain, state);

-- The reply of every operation that may be asked for again.
CREATE TABLE operation (
    tenant TEXT NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL, code TEXT NOT NULL, reply BLOB NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (tenant, key));
CREATE INDEX operation_at ON operation (at);

CREATE TABLE invocation (
    tenant TEXT NOT NULL, app TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL, digest TEXT NOT NULL,
    function TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL, outcome TEXT NOT NULL, code TEXT NOT NULL,
    input BLOB NOT NULL, result BLOB NOT NULL, facts BLOB NOT NULL, meter BLOB NOT NULL,
    cost_total INTEGER NOT NULL, cost_platform INTEGER NOT NULL, cost_publisher INTEGER NOT NULL, cost_resources INTEGER NOT NULL,
    operation TEXT NOT NULL,
    PRIMARY KEY (tenant, app, id));
CREATE INDEX invocation_function ON invocation (tenant, app, function, id);

CREATE TABLE meter_day (
    tenant TEXT NOT NULL, app TEXT NOT NULL, day TEXT NOT NULL,
    completed INTEGER NOT NULL, refused INTEGER NOT NULL, failed INTEGER NOT NULL,
    statements INTEGER NOT NULL, reads INTEGER NOT NULL, effects INTEGER NOT NULL, externals INTEGER NOT NULL,
    row_count INTEGER NOT NULL, bytes_in INTEGER NOT NULL, bytes_out INTEGER NOT NULL, cpu_ns INTEGER NOT NULL,
    cost_total INTEGER NOT NULL, cost_platform INTEGER NOT NULL, cost_publisher INTEGER NOT NULL, cost_resources INTEGER NOT NULL,
    PRIMARY KEY (tenant, app, day));

CREATE TABLE spend (
    tenant TEXT NOT NULL, app TEXT NOT NULL, month TEXT NOT NULL, total INTEGER NOT NULL,
    PRIMARY KEY (tenant, app, month));

CREATE TABLE record (
    install TEXT NOT NULL, entity TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
    created_at INTEGER NOT NULL, created_by TEXT NOT NULL, updated_at INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (install, entity, id));
CREATE INDEX record_updated ON record (install, entity, updated_at, id);

-- Every declared index and unique key. Absent values are rows too (nil = 1), so that an ordered scan finds every record.
CREATE TABLE record_key (
    install TEXT NOT NULL, entity TEXT NOT NULL, field TEXT NOT NULL, nil INTEGER NOT NULL, num INTEGER NOT NULL, txt TEXT NOT NULL,
    id TEXT NOT NULL, uniq INTEGER NOT NULL,
    PRIMARY KEY (install, entity, field, nil, num, txt, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX record_key_unique ON record_key (install, entity, field, num, txt) WHERE uniq = 1 AND nil = 0;

CREATE TABLE blob_part (
    sha256 TEXT NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (sha256, part));

CREATE TABLE outbox_head (source TEXT NOT NULL, target TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (source, target));
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, seq INTEGER NOT NULL,
    kind TEXT NOT NULL, payload BLOB NOT NULL, at INTEGER NOT NULL, due INTEGER NOT NULL, tries INTEGER NOT NULL,
    lease INTEGER NOT NULL, state INTEGER NOT NULL, note TEXT NOT NULL);
CREATE UNIQUE INDEX outbox_pair ON outbox (source, target, seq);
CREATE INDEX outbox_open ON outbox (due, source, target, seq) WHERE state = 0;
CREATE INDEX outbox_order ON outbox (source, target, seq) WHERE state = 0;
CREATE INDEX outbox_closed ON outbox (at) WHERE state <> 0;
CREATE TABLE inbox (target TEXT NOT NULL, source TEXT NOT NULL, last_seq INTEGER NOT NULL, PRIMARY KEY (target, source));

CREATE TABLE due_work (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, payload BLOB NOT NULL,
    at INTEGER NOT NULL, due INTEGER NOT NULL, tries INTEGER NOT NULL, lease INTEGER NOT NULL, state INTEGER NOT NULL, note TEXT NOT NULL);
CREATE INDEX due_work_open ON due_work (due) WHERE state = 0;

-- Lists over documents. Rebuildable, never the truth.
CREATE TABLE projection (
    kind TEXT NOT NULL, owner TEXT NOT NULL, id TEXT NOT NULL, sort TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (kind, owner, id));
CREATE INDEX projection_sort ON projection (kind, owner, sort, id);

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY, tenant TEXT NOT NULL, brain TEXT NOT NULL, name TEXT NOT NULL, roles TEXT NOT NULL,
    publishers TEXT NOT NULL, badge TEXT NOT NULL, pin_hash TEXT NOT NULL, culture TEXT NOT NULL, brains TEXT NOT NULL);
CREATE INDEX person_tenant ON person (tenant, id);
CREATE UNIQUE INDEX person_badge ON person (tenant, badge) WHERE badge <> '';
CREATE TABLE token (
    hash TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, scopes TEXT NOT NULL, expires INTEGER NOT NULL, revoked INTEGER NOT NULL);
CREATE INDEX token_person ON token (person);

CREATE TABLE device (
    tenant TEXT NOT NULL, code TEXT NOT NULL, id TEXT NOT NULL, token_hash TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (tenant, code));
CREATE UNIQUE INDEX device_id ON device (id);
CREATE TABLE reading (
    device TEXT NOT NULL, series TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (device, series, seq)) WITHOUT ROWID;

-- Append-only, each entry's hash over the one before it.
CREATE TABLE audit_head (chain TEXT NOT NULL PRIMARY KEY, last INTEGER NOT NULL, hash BLOB NOT NULL);
CREATE TABLE audit (
    chain TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL,
    facts BLOB NOT NULL, entry BLOB NOT NULL, hash BLOB NOT NULL,
    PRIMARY KEY (chain, seq));
CREATE TRIGGER audit_stands BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
