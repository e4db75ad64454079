-- The audit log is only added to, and whoever changes it all the same is found out: each entry is sealed with a SHA-256 of
-- itself and of the seal before, in the order of commits. A program of before is sealed too.
CREATE TABLE audit_seals (
  place BIGINT NOT NULL,
  entry_id BIGINT NOT NULL,
  seal BYTEA NOT NULL,
  CONSTRAINT audit_seals_pkey PRIMARY KEY (place)
);
CREATE UNIQUE INDEX audit_seals_of_entry ON audit_seals (entry_id);

CREATE FUNCTION tributary_seal_audit_entry(entry audit_log) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  last audit_seals;
BEGIN
  SELECT * INTO last FROM audit_seals ORDER BY place DESC LIMIT 1;
  INSERT INTO audit_seals (place, entry_id, seal) VALUES (
    coalesce(last.place, 0) + 1,
    entry.id,
    sha256(convert_to(jsonb_build_array(
      coalesce(encode(last.seal, 'hex'), ''), entry.id, (extract(epoch FROM entry.at) * 1000)::bigint, entry.actor,
      entry.project_id, entry.action, entry.target, entry.details
    )::text, 'UTF8'))
  );
END $$;

-- At the commit: nothing else is waited for then, so whoever holds the lock waits for nobody.
CREATE FUNCTION tributary_seal_audit() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7216402);
  PERFORM tributary_seal_audit_entry(NEW);
  RETURN NULL;
END $$;

CREATE FUNCTION tributary_refuse_audit_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;

DO $$
DECLARE
  entry audit_log;
BEGIN
  FOR entry IN SELECT * FROM audit_log ORDER BY id LOOP
    PERFORM tributary_seal_audit_entry(entry);
  END LOOP;
END $$;

CREATE CONSTRAINT TRIGGER audit_log_sealed AFTER INSERT ON audit_log
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tributary_seal_audit();
CREATE TRIGGER audit_log_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION tributary_refuse_audit_change();
CREATE TRIGGER audit_seals_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals
  FOR EACH STATEMENT EXECUTE FUNCTION tributary_refuse_audit_change();
