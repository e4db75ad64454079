-- Tables of the admin app and of the pipeline. The partitioned ones (events, insert_ids, deliveries, delivery_requests)
-- get their partitions from tributary_maintain_partitions, called at start and every hour.

CREATE TABLE users (
  id SERIAL PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_sign_in_at TIMESTAMPTZ(3)
);
CREATE UNIQUE INDEX users_email_key ON users (email);

CREATE TABLE api_tokens (
  id SERIAL PRIMARY KEY,
  name TEXT NOT NULL,
  hash BYTEA NOT NULL,
  last_four TEXT NOT NULL,
  scopes TEXT[],
  created_by_id INTEGER,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_used_at TIMESTAMPTZ(3),
  CONSTRAINT api_tokens_created_by_id_fkey FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX api_tokens_hash_key ON api_tokens (hash);

CREATE TABLE projects (
  id SERIAL PRIMARY KEY,
  name TEXT NOT NULL,
  api_key TEXT NOT NULL,
  secret_key BYTEA NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX projects_api_key_key ON projects (api_key);
ALTER SEQUENCE projects_id_seq RESTART WITH 100001;

CREATE TABLE log_heads (
  project_id INTEGER NOT NULL PRIMARY KEY,
  last_offset BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT log_heads_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE
);

-- No foreign keys from here on where rows arrive by COPY: the head row's lock already proves the project.
CREATE TABLE events (
  project_id INTEGER NOT NULL,
  day DATE NOT NULL,
  "offset" BIGINT NOT NULL,
  shard SMALLINT NOT NULL,
  person_id BIGINT NOT NULL,
  received_at TIMESTAMPTZ(3) NOT NULL,
  event_time TIMESTAMPTZ(3) NOT NULL,
  uuid UUID NOT NULL,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  event_type TEXT NOT NULL,
  user_id TEXT,
  device_id TEXT,
  insert_id TEXT,
  payload TEXT NOT NULL,
  user_properties TEXT NOT NULL,
  user_changes TEXT,
  CONSTRAINT events_pkey PRIMARY KEY (project_id, "offset", day)
) PARTITION BY RANGE (day);
CREATE INDEX events_read_shard ON events (project_id, shard, "offset");

CREATE TABLE insert_ids (
  project_id INTEGER NOT NULL,
  week DATE NOT NULL,
  key UUID NOT NULL,
  received_at TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT insert_ids_pkey PRIMARY KEY (project_id, key, week)
) PARTITION BY RANGE (week);

CREATE TABLE people (
  id BIGSERIAL PRIMARY KEY,
  project_id INTEGER NOT NULL,
  user_id TEXT,
  properties TEXT NOT NULL DEFAULT '{}',
  first_seen TIMESTAMPTZ(3) NOT NULL,
  updated_at TIMESTAMPTZ(3) NOT NULL
);
CREATE UNIQUE INDEX people_by_user_id ON people (project_id, user_id);

CREATE TABLE devices (
  project_id INTEGER NOT NULL,
  device_id TEXT NOT NULL,
  person_id BIGINT NOT NULL,
  CONSTRAINT devices_pkey PRIMARY KEY (project_id, device_id)
);
CREATE INDEX devices_of_person ON devices (person_id);

CREATE TABLE event_types (
  project_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  first_seen TIMESTAMPTZ(3) NOT NULL,
  last_seen TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT event_types_pkey PRIMARY KEY (project_id, name)
);

CREATE TABLE properties (
  project_id INTEGER NOT NULL,
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  example TEXT NOT NULL,
  first_seen TIMESTAMPTZ(3) NOT NULL,
  last_seen TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT properties_pkey PRIMARY KEY (project_id, scope, name)
);

CREATE TABLE ingest_minutes (
  project_id INTEGER NOT NULL,
  minute TIMESTAMPTZ(0) NOT NULL,
  source TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  requests BIGINT NOT NULL,
  events BIGINT NOT NULL,
  CONSTRAINT ingest_minutes_pkey PRIMARY KEY (project_id, minute, source, outcome, reason)
);

CREATE TABLE syncs (
  id SERIAL PRIMARY KEY,
  project_id INTEGER NOT NULL,
  partner TEXT NOT NULL,
  name TEXT NOT NULL,
  enabled BOOLEAN NOT NULL DEFAULT false,
  config JSONB NOT NULL,
  settings JSONB NOT NULL,
  secrets BYTEA NOT NULL,
  secret_hints JSONB NOT NULL DEFAULT '{}',
  version INTEGER NOT NULL DEFAULT 1,
  enabled_at TIMESTAMPTZ(3),
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  created_by TEXT NOT NULL,
  updated_by TEXT NOT NULL,
  CONSTRAINT syncs_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX syncs_of_project ON syncs (project_id);
ALTER SEQUENCE syncs_id_seq RESTART WITH 30000001;

CREATE TABLE sync_versions (
  sync_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  state JSONB NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  changed_by TEXT NOT NULL,
  CONSTRAINT sync_versions_pkey PRIMARY KEY (sync_id, version),
  CONSTRAINT sync_versions_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE cursors (
  sync_id INTEGER NOT NULL,
  shard SMALLINT NOT NULL,
  position BIGINT NOT NULL,
  read_count BIGINT NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_token BIGINT NOT NULL DEFAULT 0,
  lease_until TIMESTAMPTZ(3),
  CONSTRAINT cursors_pkey PRIMARY KEY (sync_id, shard),
  CONSTRAINT cursors_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE ON UPDATE CASCADE
) WITH (fillfactor = 50);

CREATE TABLE sync_minutes (
  sync_id INTEGER NOT NULL,
  shard SMALLINT NOT NULL,
  minute TIMESTAMPTZ(0) NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  count BIGINT NOT NULL,
  first_attempt BIGINT NOT NULL,
  CONSTRAINT sync_minutes_pkey PRIMARY KEY (sync_id, shard, minute, outcome, reason)
) WITH (fillfactor = 70);

CREATE TABLE sync_latencies (
  sync_id INTEGER NOT NULL,
  shard SMALLINT NOT NULL,
  minute TIMESTAMPTZ(0) NOT NULL,
  bucket SMALLINT NOT NULL,
  count BIGINT NOT NULL,
  CONSTRAINT sync_latencies_pkey PRIMARY KEY (sync_id, shard, minute, bucket)
) WITH (fillfactor = 70);

CREATE TABLE deliveries (
  id BIGSERIAL NOT NULL,
  day DATE NOT NULL,
  sync_id INTEGER NOT NULL,
  sync_version INTEGER NOT NULL,
  "offset" BIGINT NOT NULL,
  shard SMALLINT NOT NULL,
  person_id BIGINT NOT NULL,
  event_uuid UUID NOT NULL,
  kind TEXT NOT NULL,
  event_type TEXT NOT NULL,
  user_id TEXT,
  identifier TEXT,
  identifier_kind TEXT,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT,
  attempts SMALLINT NOT NULL,
  request_id UUID,
  event_time TIMESTAMPTZ(3) NOT NULL,
  received_at TIMESTAMPTZ(3) NOT NULL,
  settled_at TIMESTAMPTZ(3) NOT NULL,
  latency_ms INTEGER,
  CONSTRAINT deliveries_pkey PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
ALTER SEQUENCE deliveries_id_seq CACHE 1000;
CREATE INDEX deliveries_newest ON deliveries (sync_id, id DESC);
CREATE INDEX deliveries_of_person ON deliveries (sync_id, person_id, id DESC);
CREATE INDEX deliveries_not_delivered ON deliveries (sync_id, outcome, id DESC) WHERE outcome <> 'delivered';

CREATE TABLE delivery_requests (
  id UUID NOT NULL,
  day DATE NOT NULL,
  sync_id INTEGER NOT NULL,
  started_at TIMESTAMPTZ(3) NOT NULL,
  duration_ms INTEGER NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  items INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  status INTEGER,
  verdict TEXT NOT NULL,
  answer TEXT,
  CONSTRAINT delivery_requests_pkey PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE INDEX delivery_requests_newest ON delivery_requests (sync_id, started_at DESC);

CREATE TABLE workers (
  id TEXT NOT NULL PRIMARY KEY,
  started_at TIMESTAMPTZ(3) NOT NULL,
  seen_at TIMESTAMPTZ(3) NOT NULL
);

-- Creates one partition of `parent` for [from, to) when it does not exist.
CREATE FUNCTION tributary_create_partition(parent TEXT, from_day DATE, to_day DATE) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
    parent || '_' || to_char(from_day, 'YYYYMMDD'), parent, from_day, to_day);
END $$;

-- Creates the partitions of the coming days and weeks. Dropping old ones is the retention's work, which asks the cursors.
CREATE FUNCTION tributary_maintain_partitions(today DATE) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  d INTEGER;
  monday DATE := date_trunc('week', today)::date;
BEGIN
  PERFORM pg_advisory_xact_lock(7216301);
  FOR d IN -1..3 LOOP
    PERFORM tributary_create_partition('events', today + d, today + d + 1);
    PERFORM tributary_create_partition('deliveries', today + d, today + d + 1);
    PERFORM tributary_create_partition('delivery_requests', today + d, today + d + 1);
  END LOOP;
  FOR d IN -1..1 LOOP
    PERFORM tributary_create_partition('insert_ids', monday + 7 * d, monday + 7 * (d + 1));
  END LOOP;
END $$;

SELECT tributary_maintain_partitions((now() AT TIME ZONE 'UTC')::date);
