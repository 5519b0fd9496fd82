-- What left a firm for its brain: which record of which dataset, for which purpose, by which call. It is the firm's own list, kept for ever.
CREATE TABLE share_sent (
    tenant TEXT NOT NULL, id TEXT NOT NULL, app TEXT NOT NULL, install TEXT NOT NULL, brain TEXT NOT NULL, version TEXT NOT NULL,
    dataset TEXT NOT NULL, purpose TEXT NOT NULL, month TEXT NOT NULL, invocation TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE INDEX share_sent_month ON share_sent (brain, dataset, month);

-- Datasets that a firm has stopped, by app: nothing of them leaves, and what left is in no figure.
CREATE TABLE share_stop (
    tenant TEXT NOT NULL, app TEXT NOT NULL, dataset TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (tenant, app, dataset));

-- Months of an indicator that were published: drawn up once, never again. body holds the figures with the firms that are in each.
CREATE TABLE insight_month (
    brain TEXT NOT NULL, dataset TEXT NOT NULL, month TEXT NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (brain, dataset, month));
