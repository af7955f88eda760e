ALTER TABLE "gate_epoch" ADD COLUMN "boot_id" text;--> statement-breakpoint
ALTER TABLE "gate_epoch" ADD COLUMN "boot_began" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "gate_epoch" ADD COLUMN "boot_heard" timestamp with time zone;