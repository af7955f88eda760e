CREATE TABLE "occupancy_count" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"estate" text NOT NULL,
	"zone" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"saw" integer NOT NULL,
	"before" integer NOT NULL,
	"moved" integer NOT NULL,
	"passages" bigint NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "occupancy_count_zone" ON "occupancy_count" USING btree ("estate","zone","id");--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON occupancy_count FOR EACH STATEMENT EXECUTE FUNCTION append_only();
