-- The ledger: double entry in whole minor units. A line debits (minor > 0) or credits (minor < 0) one account; pending is what a hold reserves,
-- or what its end releases. Each line's hash covers the line before it. The unit is in currency and the account's for ever.
CREATE TABLE ledger_head (
    ledger text COLLATE "C" NOT NULL PRIMARY KEY, seq bigint NOT NULL, hash bytea NOT NULL, epoch bigint NOT NULL, frozen text COLLATE "C" NOT NULL);
CREATE TABLE ledger_account (
    ledger text COLLATE "C" NOT NULL, account text COLLATE "C" NOT NULL, side text COLLATE "C" NOT NULL, owner text COLLATE "C" NOT NULL, currency text COLLATE "C" NOT NULL, bound text COLLATE "C" NOT NULL,
    PRIMARY KEY (ledger, account));
CREATE TABLE ledger_balance (
    ledger text COLLATE "C" NOT NULL, account text COLLATE "C" NOT NULL, debit bigint NOT NULL CHECK (debit >= 0), credit bigint NOT NULL CHECK (credit >= 0),
    debit_pending bigint NOT NULL CHECK (debit_pending >= 0), credit_pending bigint NOT NULL CHECK (credit_pending >= 0),
    PRIMARY KEY (ledger, account));

-- What came of each operation id, for ever: a posting's number, or the refusal. It has one row whoever wins.
CREATE TABLE ledger_operation (
    ledger text COLLATE "C" NOT NULL, op text COLLATE "C" NOT NULL, request text COLLATE "C" NOT NULL, seq bigint NOT NULL, code text COLLATE "C" NOT NULL, facts bytea NOT NULL, at bigint NOT NULL,
    PRIMARY KEY (ledger, op));

CREATE TABLE ledger_journal (
    ledger text COLLATE "C" NOT NULL, seq bigint NOT NULL, line bigint NOT NULL, op text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, held text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL, currency text COLLATE "C" NOT NULL, minor bigint NOT NULL, pending bigint NOT NULL, due bigint NOT NULL, at bigint NOT NULL,
    memo text COLLATE "C" NOT NULL, request text COLLATE "C" NOT NULL,
    debit bigint NOT NULL, credit bigint NOT NULL, debit_pending bigint NOT NULL, credit_pending bigint NOT NULL, prev_hash bytea NOT NULL, hash bytea NOT NULL,
    PRIMARY KEY (ledger, seq, line));
CREATE UNIQUE INDEX ledger_journal_op ON ledger_journal (ledger, op, line);
CREATE UNIQUE INDEX ledger_journal_account ON ledger_journal (ledger, account, seq);
-- A hold ends once, whatever its row says.
CREATE UNIQUE INDEX ledger_journal_held ON ledger_journal (ledger, held, line) WHERE held <> '';

CREATE TABLE ledger_hold (
    ledger text COLLATE "C" NOT NULL, op text COLLATE "C" NOT NULL, seq bigint NOT NULL, due bigint NOT NULL, state text COLLATE "C" NOT NULL, ended_by text COLLATE "C" NOT NULL,
    PRIMARY KEY (ledger, op));
CREATE INDEX ledger_hold_open ON ledger_hold (ledger, due) WHERE state = 'open';
CREATE TABLE ledger_anchor (
    ledger text COLLATE "C" NOT NULL, seq bigint NOT NULL, hash bytea NOT NULL, at bigint NOT NULL,
    PRIMARY KEY (ledger, seq));

-- What is written stands.
CREATE FUNCTION ledger_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
CREATE TRIGGER ledger_journal_stands BEFORE UPDATE OR DELETE ON ledger_journal FOR EACH ROW EXECUTE FUNCTION ledger_stands();
CREATE TRIGGER ledger_journal_stays BEFORE TRUNCATE ON ledger_journal FOR EACH STATEMENT EXECUTE FUNCTION ledger_stands();
CREATE TRIGGER ledger_operation_stands BEFORE UPDATE OR DELETE ON ledger_operation FOR EACH ROW EXECUTE FUNCTION ledger_stands();
CREATE TRIGGER ledger_operation_stays BEFORE TRUNCATE ON ledger_operation FOR EACH STATEMENT EXECUTE FUNCTION ledger_stands();
CREATE TRIGGER ledger_anchor_stands BEFORE UPDATE OR DELETE ON ledger_anchor FOR EACH ROW EXECUTE FUNCTION ledger_stands();
CREATE TRIGGER ledger_anchor_stays BEFORE TRUNCATE ON ledger_anchor FOR EACH STATEMENT EXECUTE FUNCTION ledger_stands();
CREATE TRIGGER ledger_account_stands BEFORE UPDATE OR DELETE ON ledger_account FOR EACH ROW EXECUTE FUNCTION ledger_stands();
CREATE TRIGGER ledger_account_stays BEFORE TRUNCATE ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION ledger_stands();
