-- Who gave a secret last; '' for the host's own and for what was given before this step.
ALTER TABLE secret ADD COLUMN put_by TEXT NOT NULL DEFAULT '';
