-- The ledger: double entry in whole minor units. A line debits (minor > 0) or credits (minor < 0) one account; pending is what a hold reserves,
-- or what its end releases. Each line's hash covers the line before it. The unit is in currency and the account's for ever.
CREATE TABLE ledger_head (
    ledger TEXT NOT NULL PRIMARY KEY, seq INTEGER NOT NULL, hash BLOB NOT NULL, epoch INTEGER NOT NULL, frozen TEXT NOT NULL);
CREATE TABLE ledger_account (
    ledger TEXT NOT NULL, account TEXT NOT NULL, side TEXT NOT NULL, owner TEXT NOT NULL, currency TEXT NOT NULL, bound TEXT NOT NULL,
    PRIMARY KEY (ledger, account));
CREATE TABLE ledger_balance (
    ledger TEXT NOT NULL, account TEXT NOT NULL, debit INTEGER NOT NULL CHECK (debit >= 0), credit INTEGER NOT NULL CHECK (credit >= 0),
    debit_pending INTEGER NOT NULL CHECK (debit_pending >= 0), credit_pending INTEGER NOT NULL CHECK (credit_pending >= 0),
    PRIMARY KEY (ledger, account));

-- What came of each operation id, for ever: a posting's number, or the refusal. It has one row whoever wins.
CREATE TABLE ledger_operation (
    ledger TEXT NOT NULL, op TEXT NOT NULL, request TEXT NOT NULL, seq INTEGER NOT NULL, code TEXT NOT NULL, facts BLOB NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (ledger, op));

CREATE TABLE ledger_journal (
    ledger TEXT NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL, op TEXT NOT NULL, kind TEXT NOT NULL, held TEXT NOT NULL,
    account TEXT NOT NULL, currency TEXT NOT NULL, minor INTEGER NOT NULL, pending INTEGER NOT NULL, due INTEGER NOT NULL, at INTEGER NOT NULL,
    memo TEXT NOT NULL, request TEXT NOT NULL,
    debit INTEGER NOT NULL, credit INTEGER NOT NULL, debit_pending INTEGER NOT NULL, credit_pending INTEGER NOT NULL, prev_hash BLOB NOT NULL, hash BLOB NOT NULL,
    PRIMARY KEY (ledger, seq, line));
CREATE UNIQUE INDEX ledger_journal_op ON ledger_journal (ledger, op, line);
CREATE UNIQUE INDEX ledger_journal_account ON ledger_journal (ledger, account, seq);
-- A hold ends once, whatever its row says.
CREATE UNIQUE INDEX ledger_journal_held ON ledger_journal (ledger, held, line) WHERE held <> '';

CREATE TABLE ledger_hold (
    ledger TEXT NOT NULL, op TEXT NOT NULL, seq INTEGER NOT NULL, due INTEGER NOT NULL, state TEXT NOT NULL, ended_by TEXT NOT NULL,
    PRIMARY KEY (ledger, op));
CREATE INDEX ledger_hold_open ON ledger_hold (ledger, due) WHERE state = 'open';
CREATE TABLE ledger_anchor (
    ledger TEXT NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (ledger, seq));

-- What is written stands.
CREATE TRIGGER ledger_journal_stands BEFORE UPDATE ON ledger_journal BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_journal_stays BEFORE DELETE ON ledger_journal BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_operation_stands BEFORE UPDATE ON ledger_operation BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_operation_stays BEFORE DELETE ON ledger_operation BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_anchor_stands BEFORE UPDATE ON ledger_anchor BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_anchor_stays BEFORE DELETE ON ledger_anchor BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_account_stands BEFORE UPDATE ON ledger_account BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_account_stays BEFORE DELETE ON ledger_account BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
