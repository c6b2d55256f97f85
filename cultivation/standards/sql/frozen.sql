-- A version of a standard that an assessment refers to stays as it is; so does what is frozen in an
-- assessment: only what was decided, and why, is written later.

CREATE FUNCTION standards_version_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM standards_assessment WHERE standard_id = OLD.key) THEN
        RAISE EXCEPTION 'Version % of the standard has been assessed by: enter a new version',
            OLD.key USING ERRCODE = 'RG020';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER standards_standard_fixed BEFORE UPDATE ON standards_standard
FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
EXECUTE FUNCTION standards_version_is_fixed();

CREATE FUNCTION standards_assessment_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What an assessment has frozen does not change' USING ERRCODE = 'RG021';
END $$;

CREATE TRIGGER standards_assessment_frozen BEFORE UPDATE ON standards_assessment
FOR EACH ROW WHEN (
    to_jsonb(OLD) - '{decided,decided_reason,decided_on}'::text[]
    IS DISTINCT FROM to_jsonb(NEW) - '{decided,decided_reason,decided_on}'::text[])
EXECUTE FUNCTION standards_assessment_is_frozen();

CREATE TRIGGER standards_assessment_kept BEFORE DELETE ON standards_assessment
FOR EACH ROW EXECUTE FUNCTION standards_assessment_is_frozen();
