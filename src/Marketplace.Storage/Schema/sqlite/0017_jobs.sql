-- Work that an app does in steps: a call begun by ctx.job.start, and the calls that those begin. open counts the steps that are promised and not ended.
CREATE TABLE job (
    tenant TEXT NOT NULL, app TEXT NOT NULL, id TEXT NOT NULL, function TEXT NOT NULL, state TEXT NOT NULL, open INTEGER NOT NULL, steps INTEGER NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL, note TEXT NOT NULL, code TEXT NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL, changed INTEGER NOT NULL,
    PRIMARY KEY (tenant, app, id));
