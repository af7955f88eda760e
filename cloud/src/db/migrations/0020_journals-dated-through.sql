ALTER TABLE "gate_epoch" ADD COLUMN "dated_through" timestamp with time zone;--> statement-breakpoint
UPDATE "gate_epoch" e SET "dated_through" = f."occurred_at"
  FROM "fact" f WHERE f."gate" = e."gate" AND f."epoch" = e."epoch" AND f."seq" = e."through" AND f."clock" = 'synchronised';
