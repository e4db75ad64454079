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
