CREATE TABLE "device" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"label" text NOT NULL,
	"key" text NOT NULL,
	"ref" text NOT NULL,
	"certified_until" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "device_key_unique" UNIQUE("key"),
	CONSTRAINT "device_ref_unique" UNIQUE("ref")
);
--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "device_account" ON "device" USING btree ("account");