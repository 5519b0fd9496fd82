-- How many readings of a series were forgotten, and the latest of their times (milliseconds; nothing is known of it while gone is 0): what comes from up to then is not taken again.
ALTER TABLE series_head ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE series_head ADD COLUMN gone_to INTEGER NOT NULL DEFAULT 0;
