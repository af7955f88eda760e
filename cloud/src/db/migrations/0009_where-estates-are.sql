ALTER TABLE "estate" ADD COLUMN "lat" double precision;--> statement-breakpoint
ALTER TABLE "estate" ADD COLUMN "lon" double precision;--> statement-breakpoint
ALTER TABLE "estate" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "estate" ADD COLUMN "opening_hours" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "estate" ADD CONSTRAINT "estate_position" CHECK (("estate"."lat" is null) = ("estate"."lon" is null) and "estate"."lat" between -90 and 90 and "estate"."lon" between -180 and 180);