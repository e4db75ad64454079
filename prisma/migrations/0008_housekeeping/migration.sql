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

-- Events that stopped a worker while it prepared them for this sync: they are discarded instead of tried again.
CREATE TABLE costly_events (
  sync_id INTEGER NOT NULL,
  "offset" BIGINT NOT NULL,
  noted_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT costly_events_pkey PRIMARY KEY (sync_id, "offset"),
  CONSTRAINT costly_events_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE ON UPDATE CASCADE
);

-- A partition is made as a table of its own and attached: that waits for no reader and makes none wait, while
-- CREATE TABLE … PARTITION OF needs the parent for itself alone. A table that was detached and not dropped yet is
-- attached again.
CREATE OR REPLACE FUNCTION tributary_create_partition(parent TEXT, from_day DATE, to_day DATE) RETURNS VOID LANGUAGE plpgsql AS $$
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
-- whoever is in front of it is not made longer by a queue behind it.
CREATE OR REPLACE FUNCTION tributary_maintain_partitions(today DATE) RETURNS VOID LANGUAGE plpgsql SET lock_timeout = '1s' AS $$
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
