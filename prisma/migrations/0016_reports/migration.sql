-- What destinations say back of their own accord: one row for each report, by the id that the destination gave it.
CREATE TABLE reports (
  id BIGSERIAL PRIMARY KEY,
  project_id INTEGER NOT NULL,
  sync_id INTEGER NOT NULL,
  report_id TEXT NOT NULL,
  received_at TIMESTAMPTZ(3) NOT NULL,
  happened_at TIMESTAMPTZ(3) NOT NULL,
  channel TEXT NOT NULL,
  metric TEXT NOT NULL,
  -- Whom it concerns: each of the destination's identifiers as kind:value.
  people TEXT[] NOT NULL,
  -- The destination's id of the message, and of the event that set it off.
  message_id TEXT,
  event_ref TEXT,
  body TEXT NOT NULL,
  CONSTRAINT reports_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX reports_once ON reports (sync_id, report_id);
CREATE INDEX reports_of_people ON reports USING GIN (people);
CREATE INDEX reports_of_event ON reports (project_id, event_ref);
CREATE INDEX reports_by_age ON reports (received_at);

-- Requests that were not let in: the newest of each sync, since a wrong key holds up all that its destination says.
CREATE TABLE refused_reports (
  sync_id INTEGER PRIMARY KEY,
  reason TEXT NOT NULL,
  at TIMESTAMPTZ(3) NOT NULL,
  count BIGINT NOT NULL,
  CONSTRAINT refused_reports_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs (id) ON DELETE CASCADE ON UPDATE CASCADE
);
