-- What the flow may rest on. An application stands where its last act led it, and nowhere else; it
-- is certified only after its public notice, where its tier has one. Asked when the transaction
-- ends, so that act and application are written in any order.

CREATE FUNCTION certification_application_follows_its_acts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here certification_application%ROWTYPE;
    led text;
    decided date;
BEGIN
    SELECT * INTO here FROM certification_application WHERE id = NEW.id;
    SELECT to_state, acted_on INTO led, decided FROM certification_act
    WHERE application_id = NEW.id ORDER BY id DESC LIMIT 1;
    IF led IS DISTINCT FROM here.state THEN
        RAISE EXCEPTION 'Application % is %, but its last act led to %', NEW.id, here.state, led
        USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_application_follows_its_acts';
    END IF;
    IF here.state = 'certified' AND EXISTS (
        SELECT 1 FROM certification_procedure
        WHERE tier_id = here.tier_id AND notice AND above_id IS NULL
    ) AND NOT EXISTS (
        SELECT 1 FROM certification_noticerow r JOIN certification_notice n ON n.id = r.notice_id
        WHERE r.application_id = NEW.id AND n.withdrawn_on IS NULL AND n.last_day < decided
    ) THEN
        RAISE EXCEPTION 'Application % was certified before its notice was over', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_application_had_its_notice';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER certification_application_follows
AFTER INSERT OR UPDATE OF state ON certification_application
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
EXECUTE FUNCTION certification_application_follows_its_acts();

-- What was said, published and printed stays as it was.

CREATE FUNCTION certification_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- TG_ARGV[0]: the columns that may be written later.
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0
       AND to_jsonb(OLD) - string_to_array(TG_ARGV[0], ',')
           IS NOT DISTINCT FROM to_jsonb(NEW) - string_to_array(TG_ARGV[0], ',') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'What % holds does not change', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
END $$;

CREATE TRIGGER certification_act_frozen BEFORE UPDATE OR DELETE ON certification_act
FOR EACH ROW EXECUTE FUNCTION certification_is_frozen();
CREATE TRIGGER certification_noticerow_frozen BEFORE UPDATE OR DELETE ON certification_noticerow
FOR EACH ROW EXECUTE FUNCTION certification_is_frozen();
CREATE TRIGGER certification_notice_frozen BEFORE UPDATE OR DELETE ON certification_notice
FOR EACH ROW EXECUTE FUNCTION certification_is_frozen('withdrawn_on,withdrawn_reason');
CREATE TRIGGER certification_certificate_frozen BEFORE UPDATE OR DELETE ON certification_certificate
FOR EACH ROW EXECUTE FUNCTION certification_is_frozen();
CREATE TRIGGER certification_document_frozen BEFORE UPDATE OR DELETE ON certification_document
FOR EACH ROW EXECUTE FUNCTION certification_is_frozen('withdrawn_on,withdrawn_reason');
