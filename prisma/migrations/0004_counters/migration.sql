-- Counters of hours and days beside those of minutes, latencies by stage, and how many events were read in which minute.

-- As sync_latencies, for the parts of the way: log, worker, destination.
CREATE TABLE sync_stages (
  sync_id INTEGER NOT NULL,
  shard SMALLINT NOT NULL,
  minute TIMESTAMPTZ(0) NOT NULL,
  stage TEXT NOT NULL,
  bucket SMALLINT NOT NULL,
  count BIGINT NOT NULL,
  CONSTRAINT sync_stages_pkey PRIMARY KEY (sync_id, shard, minute, stage, bucket)
) WITH (fillfactor = 70);

-- Sums of the minutes before rolled_up.hours_until (grain `hour`) and days_until (grain `day`), by UTC. Days are kept.
CREATE TABLE sync_sums (
  sync_id INTEGER NOT NULL,
  grain TEXT NOT NULL,
  at TIMESTAMPTZ(0) NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  count BIGINT NOT NULL,
  first_attempt BIGINT NOT NULL,
  CONSTRAINT sync_sums_pkey PRIMARY KEY (sync_id, grain, at, outcome, reason)
);

CREATE TABLE sync_latency_sums (
  sync_id INTEGER NOT NULL,
  grain TEXT NOT NULL,
  at TIMESTAMPTZ(0) NOT NULL,
  stage TEXT NOT NULL,
  bucket SMALLINT NOT NULL,
  count BIGINT NOT NULL,
  CONSTRAINT sync_latency_sums_pkey PRIMARY KEY (sync_id, grain, at, stage, bucket)
);

-- Accepted events.
CREATE TABLE ingest_sums (
  project_id INTEGER NOT NULL,
  grain TEXT NOT NULL,
  at TIMESTAMPTZ(0) NOT NULL,
  events BIGINT NOT NULL,
  CONSTRAINT ingest_sums_pkey PRIMARY KEY (project_id, grain, at)
);

-- Until when the sums hold all that was counted. `subject` is sync or project. No row: nothing is summed up yet.
CREATE TABLE rolled_up (
  subject TEXT NOT NULL,
  id INTEGER NOT NULL,
  hours_until TIMESTAMPTZ(0) NOT NULL,
  days_until TIMESTAMPTZ(0) NOT NULL,
  CONSTRAINT rolled_up_pkey PRIMARY KEY (subject, id)
);

-- Of minutes before this migration it is known when events were settled, and not when they were read: those that still
-- wait are taken to have been read now.
INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
SELECT sync_id, min(shard), minute, 'read', '', sum(count), 0 FROM sync_minutes GROUP BY sync_id, minute
HAVING sum(count) > 0;
INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt)
SELECT sync_id, min(shard), date_trunc('minute', now()), 'read', '', count(*), 0 FROM parked GROUP BY sync_id
ON CONFLICT (sync_id, shard, minute, outcome, reason) DO UPDATE SET count = sync_minutes.count + EXCLUDED.count;
