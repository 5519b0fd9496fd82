-- Work that an app does in steps: a call begun by ctx.job.start, and the calls that those begin. open counts the steps that are promised and not ended.
CREATE TABLE job (
    tenant text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, function text COLLATE "C" NOT NULL, state text COLLATE "C" NOT NULL, open bigint NOT NULL, steps bigint NOT NULL, done bigint NOT NULL, total bigint NOT NULL, note text COLLATE "C" NOT NULL, code text COLLATE "C" NOT NULL, actor text COLLATE "C" NOT NULL, at bigint NOT NULL, changed bigint NOT NULL,
    PRIMARY KEY (tenant, app, id));
