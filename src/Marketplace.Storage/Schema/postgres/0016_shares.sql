-- What left a firm for its brain: which record of which dataset, for which purpose, by which call. It is the firm's own list, kept for ever.
CREATE TABLE share_sent (
    tenant text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, install text COLLATE "C" NOT NULL, brain text COLLATE "C" NOT NULL, version text COLLATE "C" NOT NULL,
    dataset text COLLATE "C" NOT NULL, purpose text COLLATE "C" NOT NULL, month text COLLATE "C" NOT NULL, invocation text COLLATE "C" NOT NULL, actor text COLLATE "C" NOT NULL, at bigint NOT NULL, body bytea NOT NULL,
    PRIMARY KEY (tenant, id));
CREATE INDEX share_sent_month ON share_sent (brain, dataset, month);

-- Datasets that a firm has stopped, by app: nothing of them leaves, and what left is in no figure.
CREATE TABLE share_stop (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, dataset text COLLATE "C" NOT NULL, actor text COLLATE "C" NOT NULL, at bigint NOT NULL,
    PRIMARY KEY (tenant, app, dataset));

-- Months of an indicator that were published: drawn up once, never again. body holds the figures with the firms that are in each.
CREATE TABLE insight_month (
    brain text COLLATE "C" NOT NULL, dataset text COLLATE "C" NOT NULL, month text COLLATE "C" NOT NULL, at bigint NOT NULL, body bytea NOT NULL,
    PRIMARY KEY (brain, dataset, month));
