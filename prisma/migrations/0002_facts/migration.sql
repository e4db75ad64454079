-- What an event's fate is told from: which version of the settings read which offsets, and all requests of an event.

-- From `from_offset` on, up to the next row of the same sync and shard or to the cursor, the shard was read under this
-- version of the settings; `read` false: it was not read, the sync was enabled again at the head by this version.
-- Version null: a program read it that did not say.
CREATE TABLE sync_reads (
  sync_id INTEGER NOT NULL,
  shard SMALLINT NOT NULL,
  from_offset BIGINT NOT NULL,
  version INTEGER,
  read BOOLEAN NOT NULL,
  CONSTRAINT sync_reads_pkey PRIMARY KEY (sync_id, shard, from_offset),
  CONSTRAINT sync_reads_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE ON UPDATE CASCADE
);

-- The version of the newest of these rows, and the position up to which they say something: a program that does not
-- know them leaves it behind.
ALTER TABLE cursors ADD COLUMN read_version INTEGER, ADD COLUMN told_to BIGINT;

-- In the order in which they were sent; null: none but request_id.
ALTER TABLE parked ADD COLUMN request_ids UUID[];
ALTER TABLE deliveries ADD COLUMN request_ids UUID[];

-- Finds an event by its uuid, which begins with the time it was received, and events by their times. Ranges of a log
-- that is only appended to are told apart at next to no cost for each row. Days that are large already stay without.
CREATE INDEX events_lookup ON ONLY events USING brin (uuid, received_at, event_time)
  WITH (pages_per_range = 32, autosummarize = on);
DO $$
DECLARE
  day REGCLASS;
BEGIN
  FOR day IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'events'::regclass LOOP
    CONTINUE WHEN pg_relation_size(day) > 1024 * 1024 * 1024;
    EXECUTE format('CREATE INDEX %I ON %s USING brin (uuid, received_at, event_time)
      WITH (pages_per_range = 32, autosummarize = on)', day || '_lookup', day);
    EXECUTE format('ALTER INDEX events_lookup ATTACH PARTITION %I', day || '_lookup');
  END LOOP;
END $$;
