-- Telemetry: where each series stands, and the open windows of those who hear it.

-- Moved on by every batch of the series; readings is how many there are. Whoever loses the race reads again.
CREATE TABLE series_head (
    device text COLLATE "C" NOT NULL, series text COLLATE "C" NOT NULL, revision bigint NOT NULL, last_seq bigint NOT NULL, readings bigint NOT NULL,
    PRIMARY KEY (device, series));
INSERT INTO series_head (device, series, revision, last_seq, readings) SELECT device, series, 1, max(seq), count(*) FROM reading GROUP BY device, series;
CREATE INDEX reading_at ON reading (device, series, at);
-- The state of one install's window over a series, as JSON.
CREATE TABLE window_state (
    device text COLLATE "C" NOT NULL, series text COLLATE "C" NOT NULL, install text COLLATE "C" NOT NULL, function text COLLATE "C" NOT NULL, body bytea NOT NULL,
    PRIMARY KEY (device, series, install, function));
CREATE INDEX window_state_install ON window_state (install);
