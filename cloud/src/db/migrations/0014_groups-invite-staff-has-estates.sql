CREATE TABLE "group_invitation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"group_account" uuid NOT NULL,
	"email" text NOT NULL,
	"monthly_limit_minor" bigint,
	"manages" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "group_invitation_once" UNIQUE("group_account","email")
);
--> statement-breakpoint
CREATE TABLE "keyed_request" (
	"key" text PRIMARY KEY NOT NULL,
	"fingerprint" text NOT NULL,
	"answer" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notice_wish" ADD COLUMN "by_mail" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "estates" text[];--> statement-breakpoint
ALTER TABLE "token" ADD COLUMN "estates" text[];--> statement-breakpoint
ALTER TABLE "group_invitation" ADD CONSTRAINT "group_invitation_group_account_account_id_fk" FOREIGN KEY ("group_account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_invitation_email" ON "group_invitation" USING btree ("email");--> statement-breakpoint
CREATE INDEX "group_invitation_expiry" ON "group_invitation" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_id_unique" UNIQUE("id");