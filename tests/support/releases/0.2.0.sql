-- What a database of 0.2.0 may hold: a row in every table. Sealed values are under TEST_KEY, times near to now.
-- A release's data is never changed: the next release's is a copy of this with what its migrations brought.

INSERT INTO users (id, email, name, password_hash, last_sign_in_at) VALUES
  (1, 'ann@example.com', 'Ann', '$argon2id$v=19$m=19456,t=2,p=1$W004Nov2V7F8pFrJL9D2zw$kEyRhc84bRJpt7ZQWZrA7sN8I7Jjlkc0mLpLg+XB008', now());
INSERT INTO api_tokens (id, name, hash, last_four, scopes, created_by_id) VALUES
  (1, 'ci', '\x97fc74625dab0b98387513e07e6ad81eb133c73e1424663c016be18b7f5a28fc', 'rade', '{destinations:read}', 1);

INSERT INTO projects (id, name, api_key, secret_key) VALUES
  (100001, 'Shop', 'ingestion-key', '\x015beaf7fbf780f8f0409656e0e15ac5d606ccca2c3a99de34a1b159ddc0dff8478aa0fc29b0c9389a1b80f0476f1772bb5fa8653fe9d7b2468b52d287');
INSERT INTO log_heads (project_id, last_offset) VALUES (100001, 5);

-- Of one person: 1 was delivered, 2 discarded, 3 is parked, 4 and 5 were not read yet.
INSERT INTO events (project_id, day, "offset", shard, person_id, received_at, event_time, uuid, kind, source, event_type,
  user_id, device_id, insert_id, payload, user_properties, user_changes)
SELECT 100001, (now() AT TIME ZONE 'UTC')::date, n, 9, 1, now(), now(), format('01890000-0000-7000-8000-00000000000%s', n)::uuid,
  'event', 'http_v2', 'Song Played', 'ann@example.com', 'phone', format('insert-%s', n),
  format('{"event_type":"Song Played","event_properties":{"seq":%s,"price":12345678901234567890.5}}', n),
  CASE n WHEN 4 THEN '{"plan":"trial"}' END,
  CASE n WHEN 1 THEN '{"plan":"free"}' WHEN 3 THEN '{"plan":"pro"}' END
FROM generate_series(1, 5) AS n;
INSERT INTO person_states (project_id, day, person_id, "offset", properties) VALUES
  (100001, (now() AT TIME ZONE 'UTC')::date, 1, 1, '{"plan":"free","city":"Oslo"}');
INSERT INTO insert_ids (project_id, week, key, received_at) VALUES
  (100001, date_trunc('week', now() AT TIME ZONE 'UTC')::date, 'c0ffee00-0000-0000-0000-000000000001', now());
INSERT INTO people (id, project_id, user_id, properties, recent, state_day, state_chars, first_seen, updated_at) VALUES
  (1, 100001, 'ann@example.com', '{"plan":"free","city":"Oslo"}', '{"plan":"pro"}', (now() AT TIME ZONE 'UTC')::date, 14, now(), now());
SELECT setval('people_id_seq', 1);
INSERT INTO devices (project_id, device_id, person_id) VALUES (100001, 'phone', 1);
INSERT INTO event_types (project_id, name, first_seen, last_seen, seen_again, hidden) VALUES
  (100001, 'Song Played', now(), now(), true, false), (100001, 'Hidden', now(), now(), false, true);
INSERT INTO properties (project_id, scope, name, type, example, first_seen, last_seen) VALUES
  (100001, 'event', 'seq', 'number', '5', now(), now()), (100001, 'user', 'plan', 'string', 'pro', now(), now());
INSERT INTO ingest_minutes (project_id, minute, source, outcome, reason, requests, events) VALUES
  (100001, date_trunc('minute', now()), 'http_v2', 'accepted', '', 5, 5);

INSERT INTO syncs (id, project_id, partner, name, enabled, config, settings, secrets, secret_hints, version, enabled_at,
  credentials_checked_at, credentials_refused, created_by, updated_by) VALUES
  (30000001, 100001, 'customerio', 'Marketing', true, '{"site_id":"sandbox-site","region":"us","delivery_mode":"batch"}',
   '{"sendEvents":true,"eventRows":[{"event":"Song Played","where":[{"property":"gp:city","op":"is","values":["Oslo","(none)"]}]}],"eventProperties":["seq","price"],"identifier":"user_id"}',
   '\x01f81d5124e44bcd78e52ecfe0ecfb5a0bb7655194d98dc46c1f13f8fcfaa4423d1e772c026168180fb205a3f1a086fa991d56463d63',
   '{"api_key":"-key"}', 2, now() - interval '1 hour', now(), false, 'ann@example.com', 'ann@example.com'),
  (30000002, 100001, 'customerio', 'Paused', false, '{"site_id":"sandbox-site","region":"eu"}', '{}', '', '{}', 1, NULL,
   NULL, NULL, 'system', 'system');
SELECT setval('syncs_id_seq', 30000002);
INSERT INTO sync_versions (sync_id, version, state, changed_by) VALUES
  (30000001, 1, '{"name":"Marketing","enabled":false,"config":{"site_id":""},"settings":{},"secretsChanged":[]}', 'ann@example.com'),
  (30000001, 2, '{"name":"Marketing","enabled":true,"config":{"site_id":"sandbox-site","region":"us","delivery_mode":"batch"},"settings":{"sendEvents":true,"eventRows":[{"event":"Song Played","where":[]}],"eventProperties":["seq"],"identifier":"user_id"},"secretsChanged":["api_key"]}', 'ann@example.com');
INSERT INTO cursors (sync_id, shard, position, read_count)
SELECT 30000001, shard, 3, CASE shard WHEN 9 THEN 3 ELSE 0 END FROM generate_series(0, 15) AS shard;
INSERT INTO breakers (sync_id, reason, message, since, owner) VALUES
  (30000002, 'credentials_refused', 'Customer.io refused the credentials', now(), 'a worker');
INSERT INTO parked (sync_id, shard, "offset", person_id, tries, requests, retry_at, reason, message, parked_at) VALUES
  (30000001, 9, 3, 1, 1, 2, now(), 'server_error', 'Customer.io answered 500', now());
INSERT INTO costly_events (sync_id, "offset") VALUES (30000002, 1);
INSERT INTO rate_budgets (workspace, rate, changed_at) VALUES ('customerio elsewhere', 50, now());

INSERT INTO sync_minutes (sync_id, shard, minute, outcome, reason, count, first_attempt) VALUES
  (30000001, 9, date_trunc('minute', now()), 'delivered', '', 1, 1),
  (30000001, 9, date_trunc('minute', now()), 'discarded', 'refused', 1, 1);
INSERT INTO sync_uncounted (sync_id, outcome, reason, count) VALUES (30000001, 'discarded', 'refused', 1);
INSERT INTO sync_latencies (sync_id, shard, minute, bucket, count) VALUES (30000001, 9, date_trunc('minute', now()), 4, 1);
INSERT INTO deliveries (day, sync_id, sync_version, "offset", shard, person_id, event_uuid, kind, event_type, user_id,
  identifier, identifier_kind, outcome, reason, detail, attempts, request_id, event_time, received_at, settled_at, latency_ms)
VALUES
  ((now() AT TIME ZONE 'UTC')::date, 30000001, 2, 1, 9, 1, '01890000-0000-7000-8000-000000000001', 'event', 'Song Played',
   'ann@example.com', 'ann@example.com', 'email', 'delivered', '', NULL, 1, 'd0000000-0000-0000-0000-000000000001', now(), now(), now(), 9),
  ((now() AT TIME ZONE 'UTC')::date, 30000001, 2, 2, 9, 1, '01890000-0000-7000-8000-000000000002', 'event', 'Song Played',
   'ann@example.com', 'ann@example.com', 'email', 'discarded', 'refused', '{"message":"too odd","field":"data"}', 1,
   'd0000000-0000-0000-0000-000000000001', now(), now(), now(), NULL);
INSERT INTO delivery_requests (id, day, sync_id, started_at, duration_ms, method, path, items, bytes, status, verdict) VALUES
  ('d0000000-0000-0000-0000-000000000001', (now() AT TIME ZONE 'UTC')::date, 30000001, now(), 5, 'POST', '/api/v2/batch', 2, 400, 207, 'partly_refused');

INSERT INTO workers (id, started_at, seen_at) VALUES ('a worker', now(), now() - interval '1 hour');
INSERT INTO scheduler_turns (id, ended_at) VALUES (1, now() - interval '1 day');
INSERT INTO audit_log (at, actor, project_id, action, target, details) VALUES
  (now(), 'ann@example.com', 100001, 'sync.enabled', 'Marketing', '{"syncId":30000001}');
