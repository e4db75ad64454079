-- Whether an append is possible is found out by writing: one row, written again while nothing is ingested.
CREATE TABLE append_probe (
  id SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
  at TIMESTAMPTZ(3) NOT NULL
);
INSERT INTO append_probe VALUES (1, now());

-- The last turns that a scheduler drove through POST /api/pipeline/run: one row.
CREATE TABLE scheduler_turns (
  id SMALLINT NOT NULL PRIMARY KEY CHECK (id = 1),
  ended_at TIMESTAMPTZ(3) NOT NULL,
  previous_ended_at TIMESTAMPTZ(3)
);

-- What redelivery took out of sync_minutes, so that the counters of /metrics never fall.
CREATE TABLE sync_uncounted (
  sync_id INTEGER NOT NULL REFERENCES syncs (id) ON DELETE CASCADE,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (sync_id, outcome, reason)
);

-- What is known of the credentials as they are stored now.
ALTER TABLE syncs
  ADD COLUMN credentials_changed_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  ADD COLUMN credentials_checked_at TIMESTAMPTZ(3),
  ADD COLUMN credentials_refused BOOLEAN;
