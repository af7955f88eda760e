CREATE TABLE "card_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"gate" text NOT NULL,
	"label" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	"card" text,
	"refused" text
);
--> statement-breakpoint
CREATE TABLE "gate_opening" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"gate" text NOT NULL,
	"lane" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "gate_opening_code" UNIQUE("gate","lane","made_at")
);
--> statement-breakpoint
ALTER TABLE "gate" ADD COLUMN "opening_key" text;--> statement-breakpoint
ALTER TABLE "card_link" ADD CONSTRAINT "card_link_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate_opening" ADD CONSTRAINT "gate_opening_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "card_link_open" ON "card_link" USING btree ("id") WHERE "card_link"."settled_at" is null;