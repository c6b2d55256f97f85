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
        -- A row that changes its key has no partner: the old one is deleted, a new one inserted.
        INSERT INTO journal_entry (revision_id, table_name, row_key, operation, before, after)
        SELECT revision, TG_TABLE_NAME, coalesce(o.row, n.row) ->> key,
               CASE WHEN n.row IS NULL THEN 'delete' WHEN o.row IS NULL THEN 'insert' ELSE 'update' END,
               CASE WHEN n.row IS NULL THEN jsonb_strip_nulls(o.row) ELSE changed.before END,
               CASE WHEN o.row IS NULL THEN jsonb_strip_nulls(n.row)
                    WHEN n.row IS NOT NULL THEN changed.after END
        FROM (SELECT to_jsonb(r) AS row FROM old_rows r) AS o
        FULL JOIN (SELECT to_jsonb(r) AS row FROM new_rows r) AS n ON o.row ->> key = n.row ->> key
        LEFT JOIN LATERAL (
            SELECT jsonb_object_agg(was.key, was.value) AS before,
                   jsonb_object_agg(was.key, n.row -> was.key) AS after
            FROM jsonb_each(o.row) AS was
            WHERE was.value IS DISTINCT FROM n.row -> was.key
        ) AS changed ON true
        WHERE o.row IS NULL OR n.row IS NULL OR changed.after IS NOT NULL;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The journal is append-only' USING ERRCODE = 'RG002';
END $$;

CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only();

CREATE TRIGGER journal_revision_append_only BEFORE DELETE OR TRUNCATE ON journal_revision
FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only();

-- A revision gets its number once, at the end of its transaction; nothing else of it ever changes.
CREATE TRIGGER journal_revision_fixed BEFORE UPDATE ON journal_revision
FOR EACH ROW WHEN (OLD.number IS NOT NULL
                   OR to_jsonb(OLD) - 'number' IS DISTINCT FROM to_jsonb(NEW) - 'number')
EXECUTE FUNCTION journal_append_only();

-- TRUNCATE fires no row triggers: neither the journal nor the ledger of counts would see it.
CREATE FUNCTION journal_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The rows of % are journalled: delete them, do not truncate', TG_TABLE_NAME
    USING ERRCODE = 'RG003';
END $$;
