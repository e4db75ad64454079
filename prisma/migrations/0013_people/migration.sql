-- Who may do what. Whoever could sign in before could do everything, so they are owners. A member that a program of before
-- adds beside has no role anywhere until somebody gives them one.
ALTER TABLE users ADD COLUMN is_owner BOOLEAN NOT NULL DEFAULT false;
UPDATE users SET is_owner = true;

CREATE TABLE members (
  user_id INTEGER NOT NULL,
  project_id INTEGER NOT NULL,
  role TEXT NOT NULL,
  sees_personal_data BOOLEAN NOT NULL DEFAULT false,
  since TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT members_pkey PRIMARY KEY (user_id, project_id),
  CONSTRAINT members_role_known CHECK (role IN ('admin', 'manager', 'member', 'viewer')),
  CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT members_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX members_of_project ON members (project_id);

-- One row from the moment of the first account on: the first run never opens again, whoever is removed.
CREATE TABLE installation (
  id SMALLINT NOT NULL,
  set_up_at TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT installation_pkey PRIMARY KEY (id),
  CONSTRAINT installation_one CHECK (id = 1)
);
INSERT INTO installation (id, set_up_at) SELECT 1, min(created_at) FROM users HAVING count(*) > 0;
