ALTER TABLE "card" ADD COLUMN "aes" text;--> statement-breakpoint
ALTER TABLE "estate" ADD COLUMN "plate_match" text DEFAULT 'exact' NOT NULL;--> statement-breakpoint
ALTER TABLE "estate" ADD COLUMN "plate_confidence_permille" integer DEFAULT 800 NOT NULL;--> statement-breakpoint
ALTER TABLE "estate" ADD COLUMN "plain_cards" text DEFAULT 'open' NOT NULL;--> statement-breakpoint
ALTER TABLE "vehicle" ADD COLUMN "plate_alike" text;--> statement-breakpoint
CREATE INDEX "vehicle_plate_alike" ON "vehicle" USING btree ("plate_alike");