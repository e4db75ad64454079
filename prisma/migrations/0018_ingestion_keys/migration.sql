-- Every ingestion key of a project. projects.api_key is the one that is shown first; a program of before knows that one
-- alone, and its new projects get their row here by the trigger.
CREATE TABLE ingestion_keys (
  id SERIAL NOT NULL,
  project_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  created_by TEXT NOT NULL DEFAULT '',
  last_used_at TIMESTAMPTZ(3),
  -- The row stays: a key that was given up is never taken for a new one.
  revoked_at TIMESTAMPTZ(3),
  CONSTRAINT ingestion_keys_pkey PRIMARY KEY (id),
  CONSTRAINT ingestion_keys_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX ingestion_keys_key ON ingestion_keys (key);
CREATE INDEX ingestion_keys_of_project ON ingestion_keys (project_id);

INSERT INTO ingestion_keys (project_id, key, label, created_at)
SELECT id, api_key, 'First key', created_at FROM projects;

CREATE FUNCTION tributary_first_ingestion_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ingestion_keys (project_id, key, label) VALUES (NEW.id, NEW.api_key, 'First key');
  RETURN NEW;
END $$;
CREATE TRIGGER first_ingestion_key AFTER INSERT ON projects
FOR EACH ROW EXECUTE FUNCTION tributary_first_ingestion_key();

-- What was revoked of the environment's making (BOOTSTRAP_API_TOKEN) is not made again.
CREATE TABLE revoked_tokens (
  hash BYTEA NOT NULL,
  revoked_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT revoked_tokens_pkey PRIMARY KEY (hash)
);

ALTER TABLE api_tokens ADD COLUMN expires_at TIMESTAMPTZ(3);
-- Absent: every project that its maker may see.
ALTER TABLE api_tokens ADD COLUMN project_id INTEGER REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE;
