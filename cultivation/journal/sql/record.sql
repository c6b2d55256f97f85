-- Journalling by statement-level triggers: nothing that is written can pass it by, bulk or not.
-- The revision is named by the setting registry.revision, which cultivation.journal.services.revision
-- sets for its transaction; without one the write is refused.

CREATE FUNCTION journal_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key text := TG_ARGV[0];
    revision bigint := nullif(current_setting('registry.revision', true), '')::bigint;
    touched boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT EXISTS (SELECT 1 FROM new_rows) INTO touched;
    ELSE
        SELECT EXISTS (SELECT 1 FROM old_rows) INTO touched;
    END IF;
    IF NOT touched THEN
        RETURN NULL;
    END IF;
    IF revision IS NULL THEN
        RAISE EXCEPTION 'A write to % needs a revision', TG_TABLE_NAME USING ERRCODE = 'RG001';
    END IF;
    IF TG_OP = 'INSERT' THEN
        INSERT INTO journal_entry (revision_id, table_name, row_key, operation, after)
        SELECT revision, TG_TABLE_NAME, row ->> key, 'insert', jsonb_strip_nulls(row)
        FROM (SELECT to_jsonb(n) AS row FROM new_rows n) AS inserted;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO journal_entry (revision_id, table_name, row_key, operation, before)
        SELECT revision, TG_TABLE_NAME, row ->> key, 'delete', jsonb_strip_nulls(row)
        FROM (SELECT to_jsonb(o) AS row FROM old_rows o) AS deleted;
    ELSE
        INSERT INTO journal_entry (revision_id, table_name, row_key, operation, before, after)
        SELECT revision, TG_TABLE_NAME, o.row ->> key, 'update', changed.before, changed.after
        FROM (SELECT to_jsonb(r) AS row FROM old_rows r) AS o
        JOIN (SELECT to_jsonb(r) AS row FROM new_rows r) AS n ON o.row ->> key = n.row ->> key
        CROSS JOIN LATERAL (
            SELECT jsonb_object_agg(was.key, was.value) AS before,
                   jsonb_object_agg(was.key, n.row -> was.key) AS after
            FROM jsonb_each(o.row) AS was
            WHERE was.value IS DISTINCT FROM n.row -> was.key
        ) AS changed
        WHERE changed.after IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only' USING ERRCODE = 'RG002';
END $$;

CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry
FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only();

CREATE TRIGGER journal_revision_append_only BEFORE DELETE ON journal_revision
FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only();

-- A revision gets its number once, at the end of its transaction; nothing else of it ever changes.
CREATE TRIGGER journal_revision_fixed BEFORE UPDATE ON journal_revision
FOR EACH ROW WHEN (OLD.number IS NOT NULL OR (OLD.id, OLD.actor_name, OLD.reason, OLD.recorded_at)
                   IS DISTINCT FROM (NEW.id, NEW.actor_name, NEW.reason, NEW.recorded_at))
EXECUTE FUNCTION journal_append_only();
