CREATE TABLE "visitor_ticket" (
	"id" uuid PRIMARY KEY NOT NULL,
	"ref" text NOT NULL,
	"account" uuid NOT NULL,
	"host" uuid NOT NULL,
	"estate" text NOT NULL,
	"zone" text,
	"guest_right" uuid,
	"label" text NOT NULL,
	"plate" text,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "visitor_ticket_ref_unique" UNIQUE("ref")
);
--> statement-breakpoint
ALTER TABLE "visitor_ticket" ADD CONSTRAINT "visitor_ticket_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visitor_ticket" ADD CONSTRAINT "visitor_ticket_host_account_id_fk" FOREIGN KEY ("host") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visitor_ticket" ADD CONSTRAINT "visitor_ticket_estate_estate_id_fk" FOREIGN KEY ("estate") REFERENCES "public"."estate"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "visitor_ticket_host" ON "visitor_ticket" USING btree ("host");--> statement-breakpoint
CREATE INDEX "visitor_ticket_estate" ON "visitor_ticket" USING btree ("estate");--> statement-breakpoint
CREATE INDEX "visitor_ticket_open" ON "visitor_ticket" USING btree ("id") WHERE "visitor_ticket"."ended_at" is null;