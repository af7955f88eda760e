-- A stay that was charged, given back or free gets a receipt or a credit note; one that nobody could be charged for gets none.
CREATE FUNCTION receipt_becomes_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO receipt_due (estate, session, revision)
    SELECT estate, session, revision FROM made WHERE account IS NOT NULL AND ("transaction" IS NOT NULL OR total_minor = 0);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER receipt_becomes_due AFTER INSERT ON stay REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION receipt_becomes_due();
--> statement-breakpoint
INSERT INTO receipt_due (estate, session, revision)
  SELECT estate, session, revision FROM stay WHERE account IS NOT NULL AND ("transaction" IS NOT NULL OR total_minor = 0);
