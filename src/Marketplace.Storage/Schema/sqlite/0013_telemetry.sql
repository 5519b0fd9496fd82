-- Telemetry: where each series stands, and the open windows of those who hear it.

-- Moved on by every batch of the series; readings is how many there are. Whoever loses the race reads again.
CREATE TABLE series_head (
    device TEXT NOT NULL, series TEXT NOT NULL, revision INTEGER NOT NULL, last_seq INTEGER NOT NULL, readings INTEGER NOT NULL,
    PRIMARY KEY (device, series)) WITHOUT ROWID;
INSERT INTO series_head (device, series, revision, last_seq, readings) SELECT device, series, 1, max(seq), count(*) FROM reading GROUP BY device, series;
CREATE INDEX reading_at ON reading (device, series, at);
-- The state of one install's window over a series, as JSON.
CREATE TABLE window_state (
    device TEXT NOT NULL, series TEXT NOT NULL, install TEXT NOT NULL, function TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (device, series, install, function)) WITHOUT ROWID;
CREATE INDEX window_state_install ON window_state (install);
