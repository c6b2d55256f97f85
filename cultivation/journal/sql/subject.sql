-- Journalling as in record.sql, and each entry says which firm its row belongs to (subject_id).

-- Secrets (TG_ARGV[1], separated by commas) are journalled as changed, never as what they are.
CREATE FUNCTION journal_hide(row_ jsonb, hidden text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN hidden IS NULL OR row_ IS NULL THEN row_ ELSE row_ || coalesce(
        (SELECT jsonb_object_agg(name, '***') FROM unnest(hidden) AS name WHERE row_ ? name), '{}')
    END
$$;

CREATE OR REPLACE FUNCTION journal_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    key text := TG_ARGV[0];
    -- The column that names the firm a row belongs to; where there is none, it belongs to none.
    subject text := CASE WHEN TG_TABLE_NAME = 'firms_firm' THEN 'id' ELSE 'firm_id' END;
    revision bigint := nullif(current_setting('registry.revision', true), '')::bigint;
    hidden text[] := CASE WHEN TG_NARGS > 1 THEN string_to_array(TG_ARGV[1], ',') END;
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
        INSERT INTO journal_entry (revision_id, table_name, row_key, operation, after, subject_id)
        SELECT revision, TG_TABLE_NAME, row ->> key, 'insert', journal_hide(jsonb_strip_nulls(row), hidden), (row ->> subject)::bigint
        FROM (SELECT to_jsonb(n) AS row FROM new_rows n) AS inserted;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO journal_entry (revision_id, table_name, row_key, operation, before, subject_id)
        SELECT revision, TG_TABLE_NAME, row ->> key, 'delete', journal_hide(jsonb_strip_nulls(row), hidden), (row ->> subject)::bigint
        FROM (SELECT to_jsonb(o) AS row FROM old_rows o) AS deleted;
    ELSE
        -- A row that changes its key has no partner: the old one is deleted, a new one inserted.
        INSERT INTO journal_entry (revision_id, table_name, row_key, operation, before, after, subject_id)
        SELECT revision, TG_TABLE_NAME, coalesce(o.row, n.row) ->> key,
               CASE WHEN n.row IS NULL THEN 'delete' WHEN o.row IS NULL THEN 'insert' ELSE 'update' END,
               journal_hide(CASE WHEN n.row IS NULL THEN jsonb_strip_nulls(o.row) ELSE changed.before END, hidden),
               journal_hide(CASE WHEN o.row IS NULL THEN jsonb_strip_nulls(n.row)
                                 WHEN n.row IS NOT NULL THEN changed.after END, hidden),
               (coalesce(n.row, o.row) ->> subject)::bigint
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

-- What is on record already learns it from its own row, or from the entry that inserted the row.
ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_append_only;

UPDATE journal_entry
SET subject_id = (coalesce(after, before)
                  ->> CASE WHEN table_name = 'firms_firm' THEN 'id' ELSE 'firm_id' END)::bigint
WHERE operation <> 'update' AND table_name LIKE ANY (ARRAY['firms\_%', 'certification\_certification']);

UPDATE journal_entry e
SET subject_id = i.subject_id
FROM journal_entry i
WHERE e.operation = 'update' AND i.operation = 'insert' AND i.subject_id IS NOT NULL
  AND (i.table_name, i.row_key) = (e.table_name, e.row_key);

ALTER TABLE journal_entry ENABLE TRIGGER journal_entry_append_only;
