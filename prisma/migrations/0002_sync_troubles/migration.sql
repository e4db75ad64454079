CREATE TABLE sync_troubles (
  sync_id INTEGER NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  since TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT sync_troubles_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE ON UPDATE CASCADE
);
