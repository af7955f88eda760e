CREATE TABLE "bay_right" (
	"id" uuid PRIMARY KEY NOT NULL,
	"estate" text NOT NULL,
	"zone" text NOT NULL,
	"account" uuid NOT NULL,
	"guest_of" uuid,
	"places" integer DEFAULT 1 NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "daily_close" (
	"estate" text NOT NULL,
	"day" text NOT NULL,
	"currency" text NOT NULL,
	"proof" jsonb NOT NULL,
	"hash" text NOT NULL,
	"closed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "daily_close_estate_day_pk" PRIMARY KEY("estate","day")
);
--> statement-breakpoint
CREATE TABLE "dispute" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"session" uuid NOT NULL,
	"words" text NOT NULL,
	"state" text NOT NULL,
	"answer" text,
	"opened_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "group_member" (
	"account" uuid PRIMARY KEY NOT NULL,
	"group_account" uuid NOT NULL,
	"monthly_limit_minor" bigint,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "group_spend" (
	"group_account" uuid NOT NULL,
	"account" uuid NOT NULL,
	"month" text NOT NULL,
	"spent_minor" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "group_spend_group_account_account_month_pk" PRIMARY KEY("group_account","account","month")
);
--> statement-breakpoint
CREATE TABLE "loyalty_rank" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"position" integer NOT NULL,
	"rule" jsonb NOT NULL,
	"credit_limit_minor" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "loyalty_rank_position_unique" UNIQUE("position")
);
--> statement-breakpoint
CREATE TABLE "payment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"idempotency_key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"account" uuid NOT NULL,
	"method" uuid,
	"provider" text NOT NULL,
	"kind" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"state" text NOT NULL,
	"provider_ref" text,
	"of_payment" uuid,
	"failure" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone,
	"transaction" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "payment_idempotency_key_unique" UNIQUE("idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "payment_event" (
	"provider" text NOT NULL,
	"id" text NOT NULL,
	"payment" uuid,
	"content" jsonb NOT NULL,
	"outcome" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payment_event_provider_id_pk" PRIMARY KEY("provider","id")
);
--> statement-breakpoint
CREATE TABLE "payment_method" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"provider" text NOT NULL,
	"provider_ref" text NOT NULL,
	"label" text NOT NULL,
	"position" integer NOT NULL,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "receipt" (
	"id" uuid PRIMARY KEY NOT NULL,
	"estate" text NOT NULL,
	"year" integer NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"account" uuid,
	"session" uuid NOT NULL,
	"revision" integer NOT NULL,
	"takes_back" uuid,
	"text" text NOT NULL,
	"signature" text NOT NULL,
	"kid" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	CONSTRAINT "receipt_number" UNIQUE("estate","year","number"),
	CONSTRAINT "receipt_once" UNIQUE("session","revision","kind")
);
--> statement-breakpoint
CREATE TABLE "receipt_counter" (
	"estate" text NOT NULL,
	"year" integer NOT NULL,
	"last" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "receipt_counter_estate_year_pk" PRIMARY KEY("estate","year")
);
--> statement-breakpoint
CREATE TABLE "receipt_key" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscription" (
	"id" uuid PRIMARY KEY NOT NULL,
	"plan" text NOT NULL,
	"account" uuid NOT NULL,
	"vehicles" uuid[] NOT NULL,
	"from_at" timestamp with time zone NOT NULL,
	"until_at" timestamp with time zone NOT NULL,
	"renews" boolean DEFAULT true NOT NULL,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscription_plan" (
	"id" text PRIMARY KEY NOT NULL,
	"estate" text NOT NULL,
	"name" text NOT NULL,
	"zones" text[] NOT NULL,
	"windows" jsonb NOT NULL,
	"classes" text[] NOT NULL,
	"currency" text NOT NULL,
	"price_minor" bigint NOT NULL,
	"period" text NOT NULL,
	"places" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "tariff_draft" (
	"id" uuid PRIMARY KEY NOT NULL,
	"tariff" text NOT NULL,
	"currency" text NOT NULL,
	"content" jsonb NOT NULL,
	"words" text NOT NULL,
	"author" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_version" integer
);
--> statement-breakpoint
CREATE TABLE "vehicle" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"label" text NOT NULL,
	"class" text NOT NULL,
	"plate" text,
	"plate_ref" text,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "vehicle_plate_ref_unique" UNIQUE("plate_ref")
);
--> statement-breakpoint
CREATE TABLE "voucher" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code_hash" text NOT NULL,
	"estate" text NOT NULL,
	"sponsor" uuid,
	"kind" text NOT NULL,
	"value" bigint NOT NULL,
	"words" text NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_until" timestamp with time zone NOT NULL,
	"account" uuid,
	"redeemed_at" timestamp with time zone,
	"session" uuid,
	"used_minor" bigint,
	"used_at" timestamp with time zone,
	"billed" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voucher_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "kind" text DEFAULT 'person' NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "rank" text;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "credit_limit_minor" bigint;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "auto_top_up" jsonb;--> statement-breakpoint
ALTER TABLE "card" ADD COLUMN "vehicle" uuid;--> statement-breakpoint
ALTER TABLE "estate" ADD COLUMN "anti_passback" text DEFAULT 'sure' NOT NULL;--> statement-breakpoint
ALTER TABLE "estate" ADD COLUMN "stale_after_ms" bigint DEFAULT 86400000 NOT NULL;--> statement-breakpoint
ALTER TABLE "estate" ADD COLUMN "stale_arrivals" integer DEFAULT 2 NOT NULL;--> statement-breakpoint
ALTER TABLE "occupancy" ADD COLUMN "next_permille" integer;--> statement-breakpoint
ALTER TABLE "occupancy" ADD COLUMN "next_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "price_move" ADD COLUMN "announced_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "price_move" ADD COLUMN "inputs" jsonb;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "class" text DEFAULT 'standard' NOT NULL;--> statement-breakpoint
ALTER TABLE "stay" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stay" DROP CONSTRAINT "stay_pkey";--> statement-breakpoint
ALTER TABLE "stay" ADD CONSTRAINT "stay_session_revision_pk" PRIMARY KEY("session","revision");--> statement-breakpoint
ALTER TABLE "stay" ADD COLUMN "payer" uuid;--> statement-breakpoint
ALTER TABLE "stay" ADD COLUMN "terms" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "stay" ADD COLUMN "taxes" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "stay" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "zone" ADD COLUMN "pricing" jsonb;--> statement-breakpoint
ALTER TABLE "bay_right" ADD CONSTRAINT "bay_right_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_group_account_account_id_fk" FOREIGN KEY ("group_account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment" ADD CONSTRAINT "payment_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_method" ADD CONSTRAINT "payment_method_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_plan_subscription_plan_id_fk" FOREIGN KEY ("plan") REFERENCES "public"."subscription_plan"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription_plan" ADD CONSTRAINT "subscription_plan_estate_estate_id_fk" FOREIGN KEY ("estate") REFERENCES "public"."estate"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vehicle" ADD CONSTRAINT "vehicle_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voucher" ADD CONSTRAINT "voucher_estate_estate_id_fk" FOREIGN KEY ("estate") REFERENCES "public"."estate"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bay_right_account" ON "bay_right" USING btree ("account");--> statement-breakpoint
CREATE INDEX "bay_right_zone" ON "bay_right" USING btree ("estate","zone");--> statement-breakpoint
CREATE INDEX "dispute_account" ON "dispute" USING btree ("account");--> statement-breakpoint
CREATE INDEX "dispute_open" ON "dispute" USING btree ("opened_at") WHERE "dispute"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "group_member_group" ON "group_member" USING btree ("group_account");--> statement-breakpoint
CREATE INDEX "payment_account" ON "payment" USING btree ("account","created_at");--> statement-breakpoint
CREATE INDEX "payment_due" ON "payment" USING btree ("next_at") WHERE "payment"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "payment_provider_ref" ON "payment" USING btree ("provider","provider_ref");--> statement-breakpoint
CREATE INDEX "payment_method_account" ON "payment_method" USING btree ("account");--> statement-breakpoint
CREATE INDEX "receipt_account" ON "receipt" USING btree ("account","issued_at");--> statement-breakpoint
CREATE INDEX "subscription_account" ON "subscription" USING btree ("account");--> statement-breakpoint
CREATE INDEX "subscription_until" ON "subscription" USING btree ("until_at");--> statement-breakpoint
CREATE INDEX "vehicle_account" ON "vehicle" USING btree ("account");--> statement-breakpoint
CREATE INDEX "voucher_account" ON "voucher" USING btree ("account") WHERE "voucher"."used_at" is null;--> statement-breakpoint
CREATE INDEX "stay_estate" ON "stay" USING btree ("estate","departed_at");