DROP INDEX "unmatched_departure_account";--> statement-breakpoint
CREATE INDEX "session_account_departed" ON "session" USING btree ("account","departed_at");--> statement-breakpoint
CREATE INDEX "unmatched_departure_session" ON "unmatched_departure" USING btree ("session") WHERE "unmatched_departure"."paired_with" is null;--> statement-breakpoint
CREATE INDEX "unmatched_departure_account" ON "unmatched_departure" USING btree ("account") WHERE "unmatched_departure"."paired_with" is null;