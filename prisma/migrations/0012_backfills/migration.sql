-- History: what backfills bring has shards of its own (16 to 31) behind those of live traffic. A sync has cursors there
-- from its first backfill on; they are idle while none goes on to it.
ALTER TABLE cursors ADD COLUMN idle BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE backfills (
  id SERIAL NOT NULL,
  project_id INTEGER NOT NULL,
  -- file | amplitude_export
  origin TEXT NOT NULL,
  -- As people know it: the files' names, or the hours.
  name TEXT NOT NULL,
  config JSONB NOT NULL DEFAULT '{}',
  secrets BYTEA NOT NULL DEFAULT '',
  destinations INTEGER[] NOT NULL,
  users_only BOOLEAN NOT NULL,
  -- open | paused | success | failed | cancelled
  status TEXT NOT NULL DEFAULT 'open',
  -- upload | fetch | count | ready | users | events | send
  phase TEXT NOT NULL,
  -- Goes on by itself when it has been counted.
  starts BOOLEAN NOT NULL,
  message TEXT NOT NULL DEFAULT '',
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  created_by TEXT NOT NULL,
  started_at TIMESTAMPTZ(3),
  completed_at TIMESTAMPTZ(3),
  -- How far the phase has come: the next line (file, entry of it, line of that), the last person, the next hour.
  at_file INTEGER NOT NULL DEFAULT 0,
  at_entry INTEGER NOT NULL DEFAULT 0,
  at_line INTEGER NOT NULL DEFAULT 0,
  at_person TEXT NOT NULL DEFAULT '',
  -- The head of the log when that was written: what lies behind it in the lane is not counted yet.
  log_offset BIGINT NOT NULL DEFAULT 0,
  lines BIGINT NOT NULL DEFAULT 0,
  events BIGINT NOT NULL DEFAULT 0,
  young BIGINT NOT NULL DEFAULT 0,
  people BIGINT NOT NULL DEFAULT 0,
  new_people BIGINT NOT NULL DEFAULT 0,
  faults BIGINT NOT NULL DEFAULT 0,
  first_event_at TIMESTAMPTZ(3),
  last_event_at TIMESTAMPTZ(3),
  -- Read again while its events are brought in.
  lines_done BIGINT NOT NULL DEFAULT 0,
  added BIGINT NOT NULL DEFAULT 0,
  known BIGINT NOT NULL DEFAULT 0,
  users_added BIGINT NOT NULL DEFAULT 0,
  lease_token BIGINT NOT NULL DEFAULT 0,
  lease_until TIMESTAMPTZ(3),
  retry_at TIMESTAMPTZ(3),
  CONSTRAINT backfills_pkey PRIMARY KEY (id),
  CONSTRAINT backfills_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX backfills_of_project ON backfills (project_id, id DESC);

-- The files of a backfill, in parts of at most 1 MB, until it is over: any worker can go on with them.
CREATE TABLE backfill_files (
  backfill_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  -- Every part is there.
  complete BOOLEAN NOT NULL DEFAULT false,
  CONSTRAINT backfill_files_pkey PRIMARY KEY (backfill_id, number),
  CONSTRAINT backfill_files_backfill_id_fkey FOREIGN KEY (backfill_id) REFERENCES backfills (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE backfill_parts (
  backfill_id INTEGER NOT NULL,
  file INTEGER NOT NULL,
  part INTEGER NOT NULL,
  content BYTEA NOT NULL,
  CONSTRAINT backfill_parts_pkey PRIMARY KEY (backfill_id, file, part),
  CONSTRAINT backfill_parts_backfill_id_fkey FOREIGN KEY (backfill_id) REFERENCES backfills (id) ON DELETE CASCADE ON UPDATE CASCADE
);
-- They are compressed already.
ALTER TABLE backfill_parts ALTER COLUMN content SET STORAGE EXTERNAL;

-- Whom its files name, with their properties at their newest event: until it is over.
CREATE TABLE backfill_people (
  backfill_id INTEGER NOT NULL,
  person TEXT NOT NULL,
  user_id TEXT,
  device_id TEXT,
  event_time TIMESTAMPTZ(3) NOT NULL,
  -- JSON text; null: they have none.
  properties TEXT,
  CONSTRAINT backfill_people_pkey PRIMARY KEY (backfill_id, person),
  CONSTRAINT backfill_people_backfill_id_fkey FOREIGN KEY (backfill_id) REFERENCES backfills (id) ON DELETE CASCADE ON UPDATE CASCADE
);

-- Lines that could not be read: the first thousand.
CREATE TABLE backfill_faults (
  backfill_id INTEGER NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  message TEXT NOT NULL,
  CONSTRAINT backfill_faults_pkey PRIMARY KEY (backfill_id, file, line),
  CONSTRAINT backfill_faults_backfill_id_fkey FOREIGN KEY (backfill_id) REFERENCES backfills (id) ON DELETE CASCADE ON UPDATE CASCADE
);

-- What backfills brought into a project, for ever: the same event comes in once. Keys are those of insert_ids.
CREATE TABLE backfill_keys (
  project_id INTEGER NOT NULL,
  key UUID NOT NULL,
  CONSTRAINT backfill_keys_pkey PRIMARY KEY (project_id, key),
  CONSTRAINT backfill_keys_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE
);
