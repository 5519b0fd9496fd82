-- Facts: what moves money, stock or records. Times are milliseconds since 1970, money is micro-yuan, JSON is bytes, nothing is null.

-- A step of a unit that touched another number of rows than it must: the error undoes the unit in the server.
CREATE FUNCTION store_must(got bigint, want bigint) RETURNS void LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF got <> want THEN RAISE EXCEPTION USING ERRCODE = 'MK001', MESSAGE = 'rows'; END IF;
END $$;

CREATE FUNCTION hash_after(before bytea, entry bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT sha256(before || entry) $$;

CREATE TABLE install_head (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, brain text COLLATE "C" NOT NULL,
    seq bigint NOT NULL, epoch bigint NOT NULL, version text COLLATE "C" NOT NULL, digest text COLLATE "C" NOT NULL, state text COLLATE "C" NOT NULL,
    grants bytea NOT NULL, monthly_cap bigint NOT NULL, settings bytea NOT NULL, sample_data bigint NOT NULL,
    plan_price bigint NOT NULL, installed_at bigint NOT NULL, installed_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, app));
CREATE UNIQUE INDEX install_head_id ON install_head (id);
CREATE INDEX install_head_app ON install_head (app, brain, state);

-- The reply of every operation that may be asked for again.
CREATE TABLE operation (
    tenant text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, request_hash text COLLATE "C" NOT NULL, code text COLLATE "C" NOT NULL, reply bytea NOT NULL, at bigint NOT NULL,
    PRIMARY KEY (tenant, key));
CREATE INDEX operation_at ON operation (at);

CREATE TABLE invocation (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, version text COLLATE "C" NOT NULL, digest text COLLATE "C" NOT NULL,
    function text COLLATE "C" NOT NULL, actor text COLLATE "C" NOT NULL, at bigint NOT NULL, outcome text COLLATE "C" NOT NULL, code text COLLATE "C" NOT NULL,
    input bytea NOT NULL, result bytea NOT NULL, facts bytea NOT NULL, meter bytea NOT NULL,
    cost_total bigint NOT NULL, cost_platform bigint NOT NULL, cost_publisher bigint NOT NULL, cost_resources bigint NOT NULL,
    operation text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, app, id));
CREATE INDEX invocation_function ON invocation (tenant, app, function, id);

CREATE TABLE meter_day (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, day text COLLATE "C" NOT NULL,
    completed bigint NOT NULL, refused bigint NOT NULL, failed bigint NOT NULL,
    statements bigint NOT NULL, reads bigint NOT NULL, effects bigint NOT NULL, externals bigint NOT NULL,
    row_count bigint NOT NULL, bytes_in bigint NOT NULL, bytes_out bigint NOT NULL, cpu_ns bigint NOT NULL,
    cost_total bigint NOT NULL, cost_platform bigint NOT NULL, cost_publisher bigint NOT NULL, cost_resources bigint NOT NULL,
    PRIMARY KEY (tenant, app, day));

CREATE TABLE spend (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, month text COLLATE "C" NOT NULL, total bigint NOT NULL,
    PRIMARY KEY (tenant, app, month));

CREATE TABLE record (
    install text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, version bigint NOT NULL,
    created_at bigint NOT NULL, created_by text COLLATE "C" NOT NULL, updated_at bigint NOT NULL, body bytea NOT NULL,
    PRIMARY KEY (install, entity, id));
CREATE INDEX record_updated ON record (install, entity, updated_at, id);

-- Every declared index and unique key. Absent values are rows too (nil = 1), so that an ordered scan finds every record.
CREATE TABLE record_key (
    install text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, field text COLLATE "C" NOT NULL, nil bigint NOT NULL, num bigint NOT NULL, txt text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL, uniq bigint NOT NULL,
    PRIMARY KEY (install, entity, field, nil, num, txt, id));
CREATE UNIQUE INDEX record_key_unique ON record_key (install, entity, field, num, txt) WHERE uniq = 1 AND nil = 0;

CREATE TABLE blob_part (
    sha256 text COLLATE "C" NOT NULL, part bigint NOT NULL, parts bigint NOT NULL, bytes bytea NOT NULL,
    PRIMARY KEY (sha256, part));

CREATE TABLE outbox_head (source text COLLATE "C" NOT NULL, target text COLLATE "C" NOT NULL, last bigint NOT NULL, PRIMARY KEY (source, target));
CREATE TABLE outbox (
    id text COLLATE "C" NOT NULL PRIMARY KEY, source text COLLATE "C" NOT NULL, target text COLLATE "C" NOT NULL, seq bigint NOT NULL,
    kind text COLLATE "C" NOT NULL, payload bytea NOT NULL, at bigint NOT NULL, due bigint NOT NULL, tries bigint NOT NULL,
    lease bigint NOT NULL, state bigint NOT NULL, note text COLLATE "C" NOT NULL);
CREATE UNIQUE INDEX outbox_pair ON outbox (source, target, seq);
CREATE INDEX outbox_open ON outbox (due, source, target, seq) WHERE state = 0;
CREATE INDEX outbox_order ON outbox (source, target, seq) WHERE state = 0;
CREATE INDEX outbox_closed ON outbox (at) WHERE state <> 0;
CREATE TABLE inbox (target text COLLATE "C" NOT NULL, source text COLLATE "C" NOT NULL, last_seq bigint NOT NULL, PRIMARY KEY (target, source));

CREATE TABLE due_work (
    id text COLLATE "C" NOT NULL PRIMARY KEY, kind text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, payload bytea NOT NULL,
    at bigint NOT NULL, due bigint NOT NULL, tries bigint NOT NULL, lease bigint NOT NULL, state bigint NOT NULL, note text COLLATE "C" NOT NULL);
CREATE INDEX due_work_open ON due_work (due) WHERE state = 0;

-- Lists over documents. Rebuildable, never the truth.
CREATE TABLE projection (
    kind text COLLATE "C" NOT NULL, owner text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, sort text COLLATE "C" NOT NULL, body bytea NOT NULL,
    PRIMARY KEY (kind, owner, id));
CREATE INDEX projection_sort ON projection (kind, owner, sort, id);

CREATE TABLE person (
    id text COLLATE "C" NOT NULL PRIMARY KEY, tenant text COLLATE "C" NOT NULL, brain text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, roles text COLLATE "C" NOT NULL,
    publishers text COLLATE "C" NOT NULL, badge text COLLATE "C" NOT NULL, pin_hash text COLLATE "C" NOT NULL, culture text COLLATE "C" NOT NULL, brains text COLLATE "C" NOT NULL);
CREATE INDEX person_tenant ON person (tenant, id);
CREATE UNIQUE INDEX person_badge ON person (tenant, badge) WHERE badge <> '';
CREATE TABLE token (
    hash text COLLATE "C" NOT NULL PRIMARY KEY, person text COLLATE "C" NOT NULL, scopes text COLLATE "C" NOT NULL, expires bigint NOT NULL, revoked bigint NOT NULL);
CREATE INDEX token_person ON token (person);

CREATE TABLE device (
    tenant text COLLATE "C" NOT NULL, code text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, token_hash text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, at bigint NOT NULL,
    PRIMARY KEY (tenant, code));
CREATE UNIQUE INDEX device_id ON device (id);
CREATE TABLE reading (
    device text COLLATE "C" NOT NULL, series text COLLATE "C" NOT NULL, seq bigint NOT NULL, at bigint NOT NULL, value bytea NOT NULL,
    PRIMARY KEY (device, series, seq));

-- Append-only, each entry's hash over the one before it.
CREATE TABLE audit_head (chain text COLLATE "C" NOT NULL PRIMARY KEY, last bigint NOT NULL, hash bytea NOT NULL);
CREATE TABLE audit (
    chain text COLLATE "C" NOT NULL, seq bigint NOT NULL, at bigint NOT NULL, actor text COLLATE "C" NOT NULL, act text COLLATE "C" NOT NULL, subject text COLLATE "C" NOT NULL,
    facts bytea NOT NULL, entry bytea NOT NULL, hash bytea NOT NULL,
    PRIMARY KEY (chain, seq));
CREATE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$;
CREATE TRIGGER audit_stands BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stands();
