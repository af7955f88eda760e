-- What a ledger transaction is made of is said at once: entries that come later, even if they balance, would change what is history.
CREATE FUNCTION ledger_entries_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  late uuid;
BEGIN
  SELECT t.id INTO late FROM made JOIN ledger_transaction t ON t.id = made."transaction"
    WHERE t.xmin <> pg_current_xact_id()::xid LIMIT 1;
  IF late IS NOT NULL THEN
    RAISE EXCEPTION 'ledger transaction % is history: it takes no more entries', late USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_entries_in_time AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION ledger_entries_in_time();
--> statement-breakpoint
-- When something was posted is the database's to say: a day that is closed gets nothing more.
CREATE FUNCTION ledger_posted_now() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM made WHERE posted_at <> now()) THEN
    RAISE EXCEPTION 'ledger transactions are posted now, at no other time' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER ledger_posted_now AFTER INSERT ON ledger_transaction REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION ledger_posted_now();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION append_only();
