-- Ways in that have a secret of their own: Amplitude's Webhook, for now. Of the secret only its SHA-256 is kept.
CREATE TABLE sources (
  id SERIAL PRIMARY KEY,
  project_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  secret_hash BYTEA NOT NULL,
  last_four TEXT NOT NULL,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  created_by TEXT NOT NULL,
  CONSTRAINT sources_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX sources_key_key ON sources (key);
CREATE INDEX sources_of_project ON sources (project_id);
