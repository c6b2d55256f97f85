-- What flow.sql rests on holds however the settings of a tier were edited meanwhile, and whichever of
-- the rows is written.

CREATE OR REPLACE FUNCTION certification_application_follows_its_acts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here certification_application%ROWTYPE;
    last certification_act%ROWTYPE;
    one bigint;
    by_notice boolean;
BEGIN
    one := CASE WHEN TG_TABLE_NAME = 'certification_act'
                THEN to_jsonb(NEW) ->> 'application_id' ELSE to_jsonb(NEW) ->> 'id' END;
    SELECT * INTO here FROM certification_application WHERE id = one;
    SELECT * INTO last FROM certification_act WHERE application_id = one ORDER BY id DESC LIMIT 1;
    IF last.to_state IS DISTINCT FROM here.state THEN
        RAISE EXCEPTION 'Application % is %, but its last act led to %', one, here.state, last.to_state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_application_follows_its_acts';
    END IF;
    IF here.state <> 'certified' THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM certification_certification c
        WHERE c.id = here.certification_id AND c.firm_id = here.firm_id AND c.tier_id = here.tier_id
    ) THEN
        RAISE EXCEPTION 'The certification of application % is of another firm or tier', one
        USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_application_own_certification';
    END IF;
    -- Certified by the ministry: it has its own notice. Else out of a notice that is over, or, where
    -- the tier says that it has none, out of the proposal.
    IF last.from_state = 'with_ministry' THEN
        RETURN NULL;
    END IF;
    by_notice := last.from_state = 'noticed' AND EXISTS (
        SELECT 1 FROM certification_noticerow r JOIN certification_notice n ON n.id = r.notice_id
        WHERE r.application_id = one AND n.withdrawn_on IS NULL
        HAVING max(n.last_day) < last.acted_on
    );
    IF NOT by_notice AND NOT (last.from_state = 'proposed' AND EXISTS (
        SELECT 1 FROM certification_procedure
        WHERE tier_id = here.tier_id AND NOT notice AND above_id IS NULL
    )) THEN
        RAISE EXCEPTION 'Application % was certified before its notice was over', one
        USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_application_had_its_notice';
    END IF;
    IF EXISTS (
        SELECT 1 FROM certification_objection WHERE application_id = one AND state = 'open'
    ) THEN
        RAISE EXCEPTION 'Application % was certified while an objection was open', one
        USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_application_no_objection_open';
    END IF;
    RETURN NULL;
END $$;

DROP TRIGGER certification_application_follows ON certification_application;

CREATE CONSTRAINT TRIGGER certification_application_follows
AFTER INSERT OR UPDATE OF state, tier_id, firm_id, certification_id ON certification_application
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
EXECUTE FUNCTION certification_application_follows_its_acts();

CREATE CONSTRAINT TRIGGER certification_act_is_followed AFTER INSERT ON certification_act
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
EXECUTE FUNCTION certification_application_follows_its_acts();

-- A notice is taken back once, and not when firms were certified out of it.

CREATE FUNCTION certification_notice_is_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_on IS NOT NULL OR EXISTS (
        SELECT 1 FROM certification_noticerow r JOIN certification_application a ON a.id = r.application_id
        WHERE r.notice_id = NEW.id AND a.state = 'certified'
    ) THEN
        RAISE EXCEPTION 'Notice % was withdrawn already, or firms were certified out of it', NEW.number
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'certification_notice_withdrawn_once';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER certification_notice_withdrawn BEFORE UPDATE ON certification_notice
FOR EACH ROW EXECUTE FUNCTION certification_notice_is_withdrawn();

-- A tier is not relieved of its notice or of its second signature while cases wait for just that, and
-- what stands in a notice is not made the ministry's.

CREATE FUNCTION certification_procedure_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM certification_application a WHERE a.tier_id = NEW.tier_id
        AND CASE WHEN (OLD.notice AND NOT NEW.notice) OR (OLD.second_signature AND NOT NEW.second_signature)
                 THEN a.state IN ('proposed', 'noticed', 'objected')
                 WHEN OLD.above_id IS NULL AND NEW.above_id IS NOT NULL
                 THEN a.state IN ('noticed', 'objected') END
    ) THEN
        RAISE EXCEPTION 'Cases of % wait for their notice or signature', NEW.tier_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'certification_procedure_cases_wait';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER certification_procedure_waits BEFORE UPDATE ON certification_procedure
FOR EACH ROW EXECUTE FUNCTION certification_procedure_waits();
