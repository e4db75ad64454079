-- A session is a row: signing out, or somebody else ending it, ends it wherever its cookie was copied to.
CREATE TABLE sessions (
  id SERIAL NOT NULL,
  hash BYTEA NOT NULL,
  user_id INTEGER NOT NULL,
  began_at TIMESTAMPTZ(3) NOT NULL,
  seen_at TIMESTAMPTZ(3) NOT NULL,
  agent TEXT NOT NULL,
  address TEXT,
  CONSTRAINT sessions_pkey PRIMARY KEY (id),
  CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX sessions_hash_key ON sessions (hash);
CREATE INDEX sessions_of_user ON sessions (user_id);
