-- The books of each sync as they were checked last: what became of the events of one span of the log, counted one by one,
-- and how far the counters are from what waits.
CREATE TABLE sync_books (
  sync_id INTEGER NOT NULL,
  checked_at TIMESTAMPTZ(3) NOT NULL,
  from_offset BIGINT NOT NULL,
  to_offset BIGINT NOT NULL,
  read INTEGER NOT NULL,
  filtered INTEGER NOT NULL,
  delivered INTEGER NOT NULL,
  discarded INTEGER NOT NULL,
  expired INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  -- Read, selected by the settings of then, and on no record; and settled more than once.
  missing INTEGER NOT NULL,
  doubled INTEGER NOT NULL,
  first_wrong BIGINT,
  -- Read, less all outcomes, less what is parked: 0 when the counters are right.
  sums_off BIGINT NOT NULL,
  wrong_since TIMESTAMPTZ(3),
  CONSTRAINT sync_books_pkey PRIMARY KEY (sync_id),
  CONSTRAINT sync_books_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE ON UPDATE CASCADE
);
