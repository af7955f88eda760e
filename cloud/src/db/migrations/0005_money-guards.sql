-- What has been proved, signed or numbered is never changed and never deleted.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON daily_close FOR EACH STATEMENT EXECUTE FUNCTION append_only();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON receipt FOR EACH STATEMENT EXECUTE FUNCTION append_only();
--> statement-breakpoint
-- A stay as it counts now: its newest revision.
CREATE VIEW stay_now AS
  SELECT s.* FROM stay s WHERE NOT EXISTS (SELECT FROM stay newer WHERE newer.session = s.session AND newer.revision > s.revision);
