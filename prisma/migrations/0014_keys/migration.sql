-- What was answered to a call that named an Idempotency-Key. Sealed: some answers show a secret this once.
CREATE TABLE idempotency_keys (
  token_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  -- SHA-256 of method, address and body.
  request BYTEA NOT NULL,
  -- Absent while the call is carried out, and when its process died before it was answered.
  answer BYTEA,
  begun_at TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (token_id, key),
  CONSTRAINT idempotency_keys_token_id_fkey FOREIGN KEY (token_id) REFERENCES api_tokens (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX idempotency_keys_begun ON idempotency_keys (begun_at);
