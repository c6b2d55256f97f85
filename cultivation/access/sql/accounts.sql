-- An account is switched off, never deleted: journal and access log speak of it.

CREATE FUNCTION access_user_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'access_user_never_deleted: an account is switched off, never deleted'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'access_user_never_deleted';
END $$;

CREATE TRIGGER access_user_never_deleted BEFORE DELETE ON access_user
FOR EACH ROW EXECUTE FUNCTION access_user_never_deleted();

CREATE TRIGGER access_user_never_truncated BEFORE TRUNCATE ON access_user
FOR EACH STATEMENT EXECUTE FUNCTION access_user_never_deleted();

-- The access log grows, and nothing else ever happens to it.

CREATE FUNCTION access_record_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'access_record_append_only: the access log is append-only'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'access_record_append_only';
END $$;

CREATE TRIGGER access_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_accessrecord
FOR EACH STATEMENT EXECUTE FUNCTION access_record_append_only();
