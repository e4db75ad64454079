-- What is looked for, where it is not what Tributary does by itself: of a project, and of one of its destinations.
CREATE TABLE alert_settings (
  project_id INTEGER NOT NULL,
  -- 0: of the whole project.
  sync_id INTEGER NOT NULL DEFAULT 0,
  rules JSONB NOT NULL DEFAULT '{}',
  -- When only what is critical is told of; of the whole project alone.
  quiet JSONB,
  CONSTRAINT alert_settings_pkey PRIMARY KEY (project_id, sync_id),
  CONSTRAINT alert_settings_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE
);

-- What is wrong, and what was. One row for each trouble from its beginning to its end.
CREATE TABLE alerts (
  id BIGSERIAL NOT NULL,
  project_id INTEGER NOT NULL,
  -- 0: of the whole project. A destination may be gone.
  sync_id INTEGER NOT NULL DEFAULT 0,
  kind TEXT NOT NULL,
  level TEXT NOT NULL,
  title TEXT NOT NULL,
  message TEXT NOT NULL,
  advice TEXT NOT NULL,
  path TEXT NOT NULL,
  opened_at TIMESTAMPTZ(3) NOT NULL,
  changed_at TIMESTAMPTZ(3) NOT NULL,
  -- Since then it has been better than its level says.
  better_since TIMESTAMPTZ(3),
  ended_at TIMESTAMPTZ(3),
  CONSTRAINT alerts_pkey PRIMARY KEY (id),
  CONSTRAINT alerts_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX alerts_open ON alerts (project_id, sync_id, kind) WHERE ended_at IS NULL;
CREATE INDEX alerts_of_project ON alerts (project_id, opened_at DESC);

-- Where alerts are sent.
CREATE TABLE alert_channels (
  id SERIAL NOT NULL,
  project_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  -- An address, or the host of one that is a secret.
  target TEXT NOT NULL,
  -- AES-256-GCM of the address and the signing key; empty for e-mail.
  secrets BYTEA NOT NULL,
  only_critical BOOLEAN NOT NULL DEFAULT false,
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  created_by TEXT NOT NULL,
  CONSTRAINT alert_channels_pkey PRIMARY KEY (id),
  CONSTRAINT alert_channels_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX alert_channels_of_project ON alert_channels (project_id);

-- Everything that was sent, or has to be: written in the transaction of the change that it tells of.
CREATE TABLE alert_messages (
  id BIGSERIAL NOT NULL,
  uuid UUID NOT NULL,
  project_id INTEGER NOT NULL,
  -- Null when the channel was removed.
  channel_id INTEGER,
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  -- alerts | test
  about TEXT NOT NULL,
  changes JSONB NOT NULL,
  -- waiting | sent | failed | cancelled
  state TEXT NOT NULL DEFAULT 'waiting',
  attempts SMALLINT NOT NULL DEFAULT 0,
  -- When it is tried next; while it is being sent, when somebody else may.
  next_at TIMESTAMPTZ(3) NOT NULL,
  -- What was answered last, or why nothing was.
  answer TEXT NOT NULL DEFAULT '',
  created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  ended_at TIMESTAMPTZ(3),
  CONSTRAINT alert_messages_pkey PRIMARY KEY (id),
  CONSTRAINT alert_messages_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT alert_messages_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES alert_channels (id) ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE INDEX alert_messages_of_project ON alert_messages (project_id, id DESC);
CREATE INDEX alert_messages_waiting ON alert_messages (channel_id, id) WHERE state = 'waiting';

-- When the alerts were looked at last.
ALTER TABLE housekeeping ADD COLUMN alerts_at TIMESTAMPTZ(3);
