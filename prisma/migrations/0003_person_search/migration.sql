-- What people of a project are found by: the user id (name ''), email, and what its syncs send of a user or take as
-- identifier. People up to filled_to are in search_values; those after fill_until came in with the property searched.
CREATE TABLE search_properties (
  id SERIAL PRIMARY KEY,
  project_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  wanted BOOLEAN NOT NULL DEFAULT true,
  filled_to BIGINT NOT NULL DEFAULT 0,
  fill_until BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX search_properties_of_project ON search_properties (project_id, name);

-- Kept by the append of each change. Everything true is here; what is here MAY be no longer true, so who looks somebody
-- up asks the person.
CREATE TABLE search_values (
  property_id INTEGER NOT NULL,
  -- In the order of its bytes, so that the index answers for beginnings, whatever the database's language.
  value TEXT COLLATE "C" NOT NULL,
  person_id BIGINT NOT NULL,
  CONSTRAINT search_values_pkey PRIMARY KEY (property_id, value, person_id)
);

-- search_version grows with each change of a project's search_properties. search_offset falls behind last_offset when a
-- program that keeps no search_values has appended.
ALTER TABLE log_heads ADD COLUMN search_version INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN search_offset BIGINT NOT NULL DEFAULT 0;
UPDATE log_heads SET search_offset = last_offset;

-- A person's events: each stands in this index or in events_changes. Days that are large already stay without, so that
-- no upload waits for it.
CREATE INDEX events_without_changes ON ONLY events (project_id, person_id, "offset") WHERE user_changes IS NULL;
DO $$
DECLARE
  day REGCLASS;
BEGIN
  FOR day IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'events'::regclass LOOP
    CONTINUE WHEN pg_relation_size(day) > 1024 * 1024 * 1024;
    EXECUTE format('CREATE INDEX %I ON %s (project_id, person_id, "offset") WHERE user_changes IS NULL',
      day || '_without_changes', day);
    EXECUTE format('ALTER INDEX events_without_changes ATTACH PARTITION %I', day || '_without_changes');
  END LOOP;
END $$;
