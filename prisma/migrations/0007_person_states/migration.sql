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

-- Events written before have their person's properties in the row, and keep them.
ALTER TABLE events ALTER COLUMN user_properties DROP NOT NULL;
CREATE INDEX events_changes ON events (project_id, person_id, "offset") WHERE user_changes IS NOT NULL;

-- A large person is not written anew for each small change: what changed since is in `recent`.
ALTER TABLE people ADD COLUMN recent TEXT;
ALTER TABLE people ADD COLUMN state_day DATE;
ALTER TABLE people ADD COLUMN state_chars INTEGER NOT NULL DEFAULT 0;

CREATE OR REPLACE FUNCTION tributary_maintain_partitions(today DATE) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  d INTEGER;
  monday DATE := date_trunc('week', today)::date;
BEGIN
  PERFORM pg_advisory_xact_lock(7216301);
  FOR d IN -1..3 LOOP
    PERFORM tributary_create_partition('events', today + d, today + d + 1);
    PERFORM tributary_create_partition('person_states', today + d, today + d + 1);
    PERFORM tributary_create_partition('deliveries', today + d, today + d + 1);
    PERFORM tributary_create_partition('delivery_requests', today + d, today + d + 1);
  END LOOP;
  FOR d IN -1..1 LOOP
    PERFORM tributary_create_partition('insert_ids', monday + 7 * d, monday + 7 * (d + 1));
  END LOOP;
END $$;

SELECT tributary_maintain_partitions((now() AT TIME ZONE 'UTC')::date);
