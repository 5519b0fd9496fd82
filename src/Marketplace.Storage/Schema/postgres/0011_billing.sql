-- Bills: what was metered, posted to the ledger in portions; invoices over that; what publishers are paid. Micro-yuan unless it says fen.

-- The plan of an install and when the firm first had the app: a trial begins once.
CREATE TABLE bill_term (tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, plan text COLLATE "C" NOT NULL, first_at bigint NOT NULL, PRIMARY KEY (tenant, app));
INSERT INTO bill_term (tenant, app, plan, first_at) SELECT tenant, app, '', installed_at FROM install_head;
-- The cap that stopped something in this month, 0 for none.
ALTER TABLE spend ADD COLUMN reached bigint NOT NULL DEFAULT 0;
CREATE INDEX meter_day_day ON meter_day (day);

-- How much of a day's meter was posted, and in how many portions; calls and cost as in meter_day.
CREATE TABLE bill_day (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, day text COLLATE "C" NOT NULL, portion bigint NOT NULL, calls bigint NOT NULL, total bigint NOT NULL,
    PRIMARY KEY (tenant, app, day));
-- Posted lines: calls by version and function (portion from 1), and flat fees (portion 0). op is the posting's; invoice is given once.
CREATE TABLE bill_line (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, day text COLLATE "C" NOT NULL, portion bigint NOT NULL, version text COLLATE "C" NOT NULL, function text COLLATE "C" NOT NULL,
    brain text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, quantity bigint NOT NULL,
    total bigint NOT NULL, platform bigint NOT NULL, publisher bigint NOT NULL, resources bigint NOT NULL,
    subsidy bigint NOT NULL, program text COLLATE "C" NOT NULL, op text COLLATE "C" NOT NULL, invoice text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, app, day, portion, version, function));
CREATE INDEX bill_line_open ON bill_line (brain, tenant, day) WHERE invoice = '';
CREATE INDEX bill_line_app ON bill_line (app, day);
CREATE INDEX bill_line_invoice ON bill_line (invoice) WHERE invoice <> '';
-- One fee a month.
CREATE TABLE bill_fee (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, month text COLLATE "C" NOT NULL, day text COLLATE "C" NOT NULL, amount bigint NOT NULL, op text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, app, month));
-- Subsidy programmes; their terms as JSON, their budgets are accounts of the ledger.
CREATE TABLE bill_program (brain text COLLATE "C" NOT NULL, program text COLLATE "C" NOT NULL, terms bytea NOT NULL, at bigint NOT NULL, PRIMARY KEY (brain, program));

CREATE TABLE invoice (
    id text COLLATE "C" NOT NULL PRIMARY KEY, kind text COLLATE "C" NOT NULL, brain text COLLATE "C" NOT NULL, tenant text COLLATE "C" NOT NULL, month text COLLATE "C" NOT NULL,
    gross bigint NOT NULL, subsidy bigint NOT NULL, carried bigint NOT NULL, fen bigint NOT NULL, remainder bigint NOT NULL,
    corrects text COLLATE "C" NOT NULL, reason text COLLATE "C" NOT NULL, op text COLLATE "C" NOT NULL, at bigint NOT NULL);
CREATE INDEX invoice_tenant ON invoice (brain, tenant, month);
CREATE UNIQUE INDEX invoice_op ON invoice (brain, op);
CREATE TABLE invoice_line (
    invoice text COLLATE "C" NOT NULL, line bigint NOT NULL, app text COLLATE "C" NOT NULL, function text COLLATE "C" NOT NULL, unit text COLLATE "C" NOT NULL, quantity bigint NOT NULL,
    amount bigint NOT NULL, subsidy bigint NOT NULL, program text COLLATE "C" NOT NULL, fen bigint NOT NULL,
    PRIMARY KEY (invoice, line));
-- A month of a brain whose invoices were asked for; closed_at is 0 until they are all drawn.
CREATE TABLE bill_close (
    brain text COLLATE "C" NOT NULL, month text COLLATE "C" NOT NULL, invoices bigint NOT NULL, fen bigint NOT NULL, at bigint NOT NULL, closed_at bigint NOT NULL,
    PRIMARY KEY (brain, month));
-- A payout is a hold of the ledger; its state is the hold's.
CREATE TABLE payout (
    id text COLLATE "C" NOT NULL PRIMARY KEY, brain text COLLATE "C" NOT NULL, publisher text COLLATE "C" NOT NULL, fen bigint NOT NULL, op text COLLATE "C" NOT NULL, due bigint NOT NULL,
    actor text COLLATE "C" NOT NULL, at bigint NOT NULL);
CREATE INDEX payout_publisher ON payout (publisher, brain, at);

-- What is drawn stands; a correction is another row.
CREATE FUNCTION invoice_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'an invoice stands'; END $$;
CREATE TRIGGER invoice_stands BEFORE UPDATE OR DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_stands();
CREATE TRIGGER invoice_stays BEFORE TRUNCATE ON invoice FOR EACH STATEMENT EXECUTE FUNCTION invoice_stands();
CREATE TRIGGER invoice_line_stands BEFORE UPDATE OR DELETE ON invoice_line FOR EACH ROW EXECUTE FUNCTION invoice_stands();
CREATE TRIGGER invoice_line_stays BEFORE TRUNCATE ON invoice_line FOR EACH STATEMENT EXECUTE FUNCTION invoice_stands();
