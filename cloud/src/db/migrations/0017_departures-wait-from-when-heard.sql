DROP INDEX "unmatched_departure_time";--> statement-breakpoint
ALTER TABLE "unmatched_departure" ADD COLUMN "heard_at" timestamp with time zone;--> statement-breakpoint
UPDATE "unmatched_departure" SET "heard_at" = "departed_at";--> statement-breakpoint
ALTER TABLE "unmatched_departure" ALTER COLUMN "heard_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "unmatched_departure" ADD COLUMN "clock_unsure" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "unmatched_departure_time" ON "unmatched_departure" USING btree ("estate","heard_at") WHERE "unmatched_departure"."paired_with" is null;