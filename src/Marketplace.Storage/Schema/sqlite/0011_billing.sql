-- Bills: what was metered, posted to the ledger in portions; invoices over that; what publishers are paid. Micro-yuan unless it says fen.

-- The plan of an install and when the firm first had the app: a trial begins once.
CREATE TABLE bill_term (tenant TEXT NOT NULL, app TEXT NOT NULL, plan TEXT NOT NULL, first_at INTEGER NOT NULL, PRIMARY KEY (tenant, app));
INSERT INTO bill_term (tenant, app, plan, first_at) SELECT tenant, app, '', installed_at FROM install_head;
-- The cap that stopped something in this month, 0 for none.
ALTER TABLE spend ADD COLUMN reached INTEGER NOT NULL DEFAULT 0;
CREATE INDEX meter_day_day ON meter_day (day);

-- How much of a day's meter was posted, and in how many portions; calls and cost as in meter_day.
CREATE TABLE bill_day (
    tenant TEXT NOT NULL, app TEXT NOT NULL, day TEXT NOT NULL, portion INTEGER NOT NULL, calls INTEGER NOT NULL, total INTEGER NOT NULL,
    PRIMARY KEY (tenant, app, day));
-- Posted lines: calls by version and function (portion from 1), and flat fees (portion 0). op is the posting's; invoice is given once.
CREATE TABLE bill_line (
    tenant TEXT NOT NULL, app TEXT NOT NULL, day TEXT NOT NULL, portion INTEGER NOT NULL, version TEXT NOT NULL, function TEXT NOT NULL,
    brain TEXT NOT NULL, kind TEXT NOT NULL, quantity INTEGER NOT NULL,
    total INTEGER NOT NULL, platform INTEGER NOT NULL, publisher INTEGER NOT NULL, resources INTEGER NOT NULL,
    subsidy INTEGER NOT NULL, program TEXT NOT NULL, op TEXT NOT NULL, invoice TEXT NOT NULL,
    PRIMARY KEY (tenant, app, day, portion, version, function));
CREATE INDEX bill_line_open ON bill_line (brain, tenant, day) WHERE invoice = '';
CREATE INDEX bill_line_app ON bill_line (app, day);
CREATE INDEX bill_line_invoice ON bill_line (invoice) WHERE invoice <> '';
-- One fee a month.
CREATE TABLE bill_fee (
    tenant TEXT NOT NULL, app TEXT NOT NULL, month TEXT NOT NULL, day TEXT NOT NULL, amount INTEGER NOT NULL, op TEXT NOT NULL,
    PRIMARY KEY (tenant, app, month));
-- Subsidy programmes; their terms as JSON, their budgets are accounts of the ledger.
CREATE TABLE bill_program (brain TEXT NOT NULL, program TEXT NOT NULL, terms BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (brain, program));

CREATE TABLE invoice (
    id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, brain TEXT NOT NULL, tenant TEXT NOT NULL, month TEXT NOT NULL,
    gross INTEGER NOT NULL, subsidy INTEGER NOT NULL, carried INTEGER NOT NULL, fen INTEGER NOT NULL, remainder INTEGER NOT NULL,
    corrects TEXT NOT NULL, reason TEXT NOT NULL, op TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX invoice_tenant ON invoice (brain, tenant, month);
CREATE UNIQUE INDEX invoice_op ON invoice (brain, op);
CREATE TABLE invoice_line (
    invoice TEXT NOT NULL, line INTEGER NOT NULL, app TEXT NOT NULL, function TEXT NOT NULL, unit TEXT NOT NULL, quantity INTEGER NOT NULL,
    amount INTEGER NOT NULL, subsidy INTEGER NOT NULL, program TEXT NOT NULL, fen INTEGER NOT NULL,
    PRIMARY KEY (invoice, line));
-- A month of a brain whose invoices were asked for; closed_at is 0 until they are all drawn.
CREATE TABLE bill_close (
    brain TEXT NOT NULL, month TEXT NOT NULL, invoices INTEGER NOT NULL, fen INTEGER NOT NULL, at INTEGER NOT NULL, closed_at INTEGER NOT NULL,
    PRIMARY KEY (brain, month));
-- A payout is a hold of the ledger; its state is the hold's.
CREATE TABLE payout (
    id TEXT NOT NULL PRIMARY KEY, brain TEXT NOT NULL, publisher TEXT NOT NULL, fen INTEGER NOT NULL, op TEXT NOT NULL, due INTEGER NOT NULL,
    actor TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX payout_publisher ON payout (publisher, brain, at);

-- What is drawn stands; a correction is another row.
CREATE TRIGGER invoice_stands BEFORE UPDATE ON invoice BEGIN SELECT RAISE(ABORT, 'an invoice stands'); END;
CREATE TRIGGER invoice_stays BEFORE DELETE ON invoice BEGIN SELECT RAISE(ABORT, 'an invoice stands'); END;
CREATE TRIGGER invoice_line_stands BEFORE UPDATE ON invoice_line BEGIN SELECT RAISE(ABORT, 'an invoice stands'); END;
CREATE TRIGGER invoice_line_stays BEFORE DELETE ON invoice_line BEGIN SELECT RAISE(ABORT, 'an invoice stands'); END;
