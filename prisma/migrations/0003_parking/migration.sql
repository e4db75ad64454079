-- The breaker of a sync: a row while it is open.
ALTER TABLE sync_troubles RENAME TO breakers;
ALTER TABLE breakers RENAME CONSTRAINT sync_troubles_pkey TO breakers_pkey;
ALTER TABLE breakers RENAME CONSTRAINT sync_troubles_sync_id_fkey TO breakers_sync_id_fkey;
ALTER TABLE breakers ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE breakers ALTER COLUMN owner DROP DEFAULT;

CREATE TABLE parked (
  sync_id INTEGER NOT NULL,
  shard SMALLINT NOT NULL,
  "offset" BIGINT NOT NULL,
  person_id BIGINT NOT NULL,
  tries SMALLINT NOT NULL,
  requests SMALLINT NOT NULL,
  retry_at TIMESTAMPTZ(3),
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  request_id UUID,
  parked_at TIMESTAMPTZ(3) NOT NULL,
  redelivery_of BIGINT,
  CONSTRAINT parked_pkey PRIMARY KEY (sync_id, shard, "offset"),
  CONSTRAINT parked_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX parked_of_person ON parked (sync_id, person_id, "offset");
CREATE INDEX parked_due ON parked (sync_id, shard, retry_at) WHERE retry_at IS NOT NULL;

ALTER TABLE deliveries ADD COLUMN redelivery_of BIGINT;

CREATE TABLE rate_budgets (
  workspace TEXT NOT NULL PRIMARY KEY,
  rate DOUBLE PRECISION NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL
);
