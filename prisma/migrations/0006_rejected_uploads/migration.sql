-- What refused uploads had wrong: one row for each kind of fault, with the newest sample of it.
CREATE TABLE rejected_uploads (
  project_id INTEGER NOT NULL,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  problem TEXT NOT NULL,
  field TEXT NOT NULL,
  library TEXT NOT NULL,
  value TEXT,
  detail TEXT NOT NULL,
  requests BIGINT NOT NULL,
  first_at TIMESTAMPTZ(3) NOT NULL,
  last_at TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT rejected_uploads_pkey PRIMARY KEY (project_id, source, reason, problem, field, library)
);
