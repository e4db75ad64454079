-- Every table of the admin app and of the pipeline. The partitioned ones get their partitions from
-- tributary_maintain_partitions, which is called here, at every start and about hourly.

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
  -- What was sent only, and changed nobody; rows of builds before the first release have their whole person here.
  user_properties TEXT,
  user_changes TEXT,
  CONSTRAINT events_pkey PRIMARY KEY (project_id, "offset", day)
) PARTITION BY RANGE (day);
CREATE INDEX events_read_shard ON events (project_id, shard, "offset");
CREATE INDEX events_changes ON events (project_id, person_id, "offset") WHERE user_changes IS NOT NULL;

-- Whole states of people, of which the states in between follow: an event's person is the newest state of its day at
-- or before it, with the user_changes of the person's events after that state. Partitioned as events are: what an event
-- of a day refers to lies in that day's partitions, and is dropped with them.
CREATE TABLE person_states (
  project_id INTEGER NOT NULL,
  day DATE NOT NULL,
  person_id BIGINT NOT NULL,
  "offset" BIGINT NOT NULL,
  properties TEXT NOT NULL,
  CONSTRAINT person_states_pkey PRIMARY KEY (project_id, person_id, "offset", day)
) PARTITION BY RANGE (day);

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
  -- A large person is not written anew for each small change: what changed since is here.
  recent TEXT,
  state_day DATE,
  state_chars INTEGER NOT NULL DEFAULT 0,
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

-- Names for the pickers. Those that came in one upload only give way first; hidden ones are not offered, and stay.
CREATE TABLE event_types (
  project_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  first_seen TIMESTAMPTZ(3) NOT NULL,
  last_seen TIMESTAMPTZ(3) NOT NULL,
  seen_again BOOLEAN NOT NULL DEFAULT true,
  hidden BOOLEAN NOT NULL DEFAULT false,
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
  seen_again BOOLEAN NOT NULL DEFAULT true,
  hidden BOOLEAN NOT NULL DEFAULT false,
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
  -- What is known of the credentials as they are stored now.
  credentials_changed_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  credentials_checked_at TIMESTAMPTZ(3),
  credentials_refused BOOLEAN,
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

-- The breaker of a sync: a row while it is open.
CREATE TABLE breakers (
  sync_id INTEGER NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  since TIMESTAMPTZ(3) NOT NULL,
  owner TEXT NOT NULL,
  CONSTRAINT breakers_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE ON UPDATE CASCADE
);

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

-- Events that stopped a worker while it prepared them for this sync: they are discarded instead of tried again.
CREATE TABLE costly_events (
  sync_id INTEGER NOT NULL,
  "offset" BIGINT NOT NULL,
  noted_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT costly_events_pkey PRIMARY KEY (sync_id, "offset"),
  CONSTRAINT costly_events_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE ON UPDATE CASCADE
);

-- The rate of a workspace that has throttled us.
CREATE TABLE rate_budgets (
  workspace TEXT NOT NULL PRIMARY KEY,
  rate DOUBLE PRECISION NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL
);

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

-- What redelivery took out of sync_minutes, so that the counters of /metrics never fall.
CREATE TABLE sync_uncounted (
  sync_id INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  count BIGINT NOT NULL,
  CONSTRAINT sync_uncounted_pkey PRIMARY KEY (sync_id, outcome, reason),
  CONSTRAINT sync_uncounted_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE
);

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
  redelivery_of BIGINT,
  CONSTRAINT deliveries_pkey PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE INDEX deliveries_newest ON deliveries (sync_id, id DESC);
-- Without the id: equal keys share their space, a third less work for every row that is written. A person's rows are few
-- enough to be sorted when they are asked for.
CREATE INDEX deliveries_by_person ON deliveries (person_id);
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

-- What the last housekeeping found, one row: health reads it, and the next run judges the clock by it.
CREATE TABLE housekeeping (
  id INTEGER NOT NULL PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  last_run_at TIMESTAMPTZ(3),
  clock_jumped_at TIMESTAMPTZ(3),
  held TEXT[] NOT NULL DEFAULT '{}',
  dropped_unread BIGINT NOT NULL DEFAULT 0,
  dropped_unread_at TIMESTAMPTZ(3),
  error TEXT
);
INSERT INTO housekeeping DEFAULT VALUES;

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

-- Entries outlive what they name, so nothing is referenced.
CREATE TABLE audit_log (
  id BIGSERIAL NOT NULL PRIMARY KEY,
  at TIMESTAMPTZ(3) NOT NULL,
  actor TEXT NOT NULL,
  project_id INTEGER,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  details JSONB NOT NULL
);
-- For the names in the filter, and for one person's entries.
CREATE INDEX audit_log_of_actor ON audit_log (actor, id DESC);

-- Makes one partition of `parent` for [from, to) as a table of its own and attaches it: that waits for no reader and
-- makes none wait, while CREATE TABLE … PARTITION OF needs the parent for itself alone. A table that was detached and
-- not dropped yet is attached again.
CREATE FUNCTION tributary_create_partition(parent TEXT, from_day DATE, to_day DATE) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  name TEXT := parent || '_' || to_char(from_day, 'YYYYMMDD');
  attached BOOLEAN;
BEGIN
  SELECT relispartition INTO attached FROM pg_class WHERE oid = to_regclass(quote_ident(name));
  IF attached THEN RETURN; END IF;
  IF attached IS NULL THEN EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name, parent); END IF;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, name, from_day, to_day);
END $$;

-- A week ahead, so that nothing is missing when one run, or a day of them, had to give way. Never waits for long:
-- whoever is in front of it is not made longer by a queue behind it. Dropping old ones is the retention's work, which
-- asks the cursors.
CREATE FUNCTION tributary_maintain_partitions(today DATE) RETURNS VOID LANGUAGE plpgsql SET lock_timeout = '1s' AS $$
DECLARE
  d INTEGER;
  monday DATE := date_trunc('week', today)::date;
BEGIN
  PERFORM pg_advisory_xact_lock(7216301);
  FOR d IN -1..7 LOOP
    PERFORM tributary_create_partition('events', today + d, today + d + 1);
    PERFORM tributary_create_partition('person_states', today + d, today + d + 1);
    PERFORM tributary_create_partition('deliveries', today + d, today + d + 1);
    PERFORM tributary_create_partition('delivery_requests', today + d, today + d + 1);
  END LOOP;
  FOR d IN -1..2 LOOP
    PERFORM tributary_create_partition('insert_ids', monday + 7 * d, monday + 7 * (d + 1));
  END LOOP;
END $$;

SELECT tributary_maintain_partitions((now() AT TIME ZONE 'UTC')::date);
