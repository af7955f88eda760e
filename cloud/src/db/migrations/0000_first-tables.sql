CREATE TABLE "access" (
	"account" uuid NOT NULL,
	"estate" text NOT NULL,
	CONSTRAINT "access_account_estate_pk" PRIMARY KEY("account","estate")
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"currency" text NOT NULL,
	"blocked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"verb" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "card" (
	"ref" text PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"label" text NOT NULL,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "estate" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"currency" text NOT NULL,
	"unknown_at_departure" text DEFAULT 'open' NOT NULL,
	"grant_ms" integer DEFAULT 30000 NOT NULL,
	"stuck_ms" integer DEFAULT 120000 NOT NULL,
	"repeat_ms" integer DEFAULT 3000 NOT NULL,
	"missed_departure_minor" bigint DEFAULT 0 NOT NULL,
	"rules_version" bigint DEFAULT 0 NOT NULL,
	"rules_digest" text DEFAULT '0000000000000000000000000000000000000000000000000000000000000000' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exception" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"estate" text NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"gate" text,
	"session" uuid,
	"fact" text,
	"words" text NOT NULL,
	"resolved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "fact" (
	"gate" text NOT NULL,
	"epoch" text NOT NULL,
	"seq" bigint NOT NULL,
	"id" text,
	"kind" text,
	"estate" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"clock" text,
	"hash" text NOT NULL,
	"text" text NOT NULL,
	"quarantine" text,
	CONSTRAINT "fact_gate_epoch_seq_pk" PRIMARY KEY("gate","epoch","seq")
);
--> statement-breakpoint
CREATE TABLE "forked_fact" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"gate" text NOT NULL,
	"epoch" text NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"text" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gate" (
	"id" text PRIMARY KEY NOT NULL,
	"estate" text NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"revoked_at" timestamp with time zone,
	"arrival_zones" text[] DEFAULT '{}' NOT NULL,
	"epoch" text,
	"online" boolean DEFAULT false NOT NULL,
	"last_seen_at" timestamp with time zone,
	"status" jsonb
);
--> statement-breakpoint
CREATE TABLE "gate_epoch" (
	"gate" text NOT NULL,
	"epoch" text NOT NULL,
	"through" bigint DEFAULT 0 NOT NULL,
	"hash" text DEFAULT '0000000000000000000000000000000000000000000000000000000000000000' NOT NULL,
	"forked_at" timestamp with time zone,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "gate_epoch_gate_epoch_pk" PRIMARY KEY("gate","epoch")
);
--> statement-breakpoint
CREATE TABLE "gate_order" (
	"id" uuid PRIMARY KEY NOT NULL,
	"gate" text NOT NULL,
	"content" jsonb NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"outcome" text,
	"answered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "hold" (
	"session" uuid PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"state" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "issuer_key" (
	"kid" text PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"not_before" timestamp with time zone NOT NULL,
	"not_after" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lease" (
	"gate" text NOT NULL,
	"epoch" text NOT NULL,
	"estate" text NOT NULL,
	"zone" text NOT NULL,
	"lent" bigint DEFAULT 0 NOT NULL,
	"used" bigint DEFAULT 0 NOT NULL,
	"returned" bigint DEFAULT 0 NOT NULL,
	"voided" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "lease_gate_epoch_zone_pk" PRIMARY KEY("gate","epoch","zone")
);
--> statement-breakpoint
CREATE TABLE "ledger_entry" (
	"transaction" uuid NOT NULL,
	"line" integer NOT NULL,
	"ledger_account" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "ledger_entry_transaction_line_pk" PRIMARY KEY("transaction","line")
);
--> statement-breakpoint
CREATE TABLE "ledger_transaction" (
	"id" uuid PRIMARY KEY NOT NULL,
	"idempotency_key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"kind" text NOT NULL,
	"currency" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"posted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"account" uuid,
	"session" uuid,
	"words" text NOT NULL,
	CONSTRAINT "ledger_transaction_idempotency" UNIQUE("idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "occupancy" (
	"estate" text NOT NULL,
	"zone" text NOT NULL,
	"arrivals" bigint DEFAULT 0 NOT NULL,
	"departures" bigint DEFAULT 0 NOT NULL,
	"corrections" bigint DEFAULT 0 NOT NULL,
	"passing" bigint DEFAULT 0 NOT NULL,
	"factor_permille" integer DEFAULT 1000 NOT NULL,
	"factor_since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "occupancy_estate_zone_pk" PRIMARY KEY("estate","zone")
);
--> statement-breakpoint
CREATE TABLE "price_move" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"estate" text NOT NULL,
	"zone" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"from_permille" integer NOT NULL,
	"to_permille" integer NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule" (
	"estate" text NOT NULL,
	"key" text NOT NULL,
	"version" bigint NOT NULL,
	"text" text,
	CONSTRAINT "rule_estate_key_pk" PRIMARY KEY("estate","key")
);
--> statement-breakpoint
CREATE TABLE "rule_dirty" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"estate" text NOT NULL,
	"key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" uuid,
	"estate" text NOT NULL,
	"zone" text NOT NULL,
	"state" text NOT NULL,
	"gate_in" text NOT NULL,
	"gate_out" text,
	"granted_at" timestamp with time zone NOT NULL,
	"arrived_at" timestamp with time zone,
	"departed_at" timestamp with time zone,
	"offer" jsonb,
	"flags" text[] DEFAULT '{}' NOT NULL,
	"arrival_fact" text,
	"departure_fact" text
);
--> statement-breakpoint
CREATE TABLE "stay" (
	"session" uuid PRIMARY KEY NOT NULL,
	"account" uuid,
	"estate" text NOT NULL,
	"zone" text NOT NULL,
	"arrived_at" timestamp with time zone NOT NULL,
	"departed_at" timestamp with time zone NOT NULL,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"lines" jsonb NOT NULL,
	"offer" jsonb NOT NULL,
	"flags" text[] NOT NULL,
	"transaction" uuid
);
--> statement-breakpoint
CREATE TABLE "tariff" (
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"currency" text NOT NULL,
	"content" jsonb NOT NULL,
	"effective_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tariff_id_version_pk" PRIMARY KEY("id","version")
);
--> statement-breakpoint
CREATE TABLE "token" (
	"hash" text PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"account" uuid,
	"label" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "unmatched_departure" (
	"fact" text PRIMARY KEY NOT NULL,
	"account" uuid,
	"session" uuid,
	"estate" text NOT NULL,
	"zone" text NOT NULL,
	"gate" text NOT NULL,
	"departed_at" timestamp with time zone NOT NULL,
	"paired_with" uuid
);
--> statement-breakpoint
CREATE TABLE "wallet" (
	"account" uuid PRIMARY KEY NOT NULL,
	"currency" text NOT NULL,
	"balance_minor" bigint DEFAULT 0 NOT NULL,
	"held_minor" bigint DEFAULT 0 NOT NULL,
	"debt_minor" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "wallet_not_negative" CHECK ("wallet"."balance_minor" >= 0 and "wallet"."held_minor" >= 0 and "wallet"."debt_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "zone" (
	"estate" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"class" text NOT NULL,
	"capacity" integer NOT NULL,
	"minimum_cover_minor" bigint NOT NULL,
	"tariff" text NOT NULL,
	CONSTRAINT "zone_estate_id_pk" PRIMARY KEY("estate","id"),
	CONSTRAINT "zone_capacity" CHECK ("zone"."capacity" >= 0)
);
--> statement-breakpoint
ALTER TABLE "access" ADD CONSTRAINT "access_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access" ADD CONSTRAINT "access_estate_estate_id_fk" FOREIGN KEY ("estate") REFERENCES "public"."estate"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card" ADD CONSTRAINT "card_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate" ADD CONSTRAINT "gate_estate_estate_id_fk" FOREIGN KEY ("estate") REFERENCES "public"."estate"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gate_epoch" ADD CONSTRAINT "gate_epoch_gate_gate_id_fk" FOREIGN KEY ("gate") REFERENCES "public"."gate"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_transaction_ledger_transaction_id_fk" FOREIGN KEY ("transaction") REFERENCES "public"."ledger_transaction"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stay" ADD CONSTRAINT "stay_session_session_id_fk" FOREIGN KEY ("session") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token" ADD CONSTRAINT "token_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet" ADD CONSTRAINT "wallet_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "zone" ADD CONSTRAINT "zone_estate_estate_id_fk" FOREIGN KEY ("estate") REFERENCES "public"."estate"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "card_account" ON "card" USING btree ("account");--> statement-breakpoint
CREATE INDEX "exception_estate" ON "exception" USING btree ("estate","at");--> statement-breakpoint
CREATE INDEX "fact_estate_time" ON "fact" USING btree ("estate","occurred_at");--> statement-breakpoint
CREATE INDEX "fact_id" ON "fact" USING btree ("id");--> statement-breakpoint
CREATE INDEX "gate_order_open" ON "gate_order" USING btree ("gate","outcome");--> statement-breakpoint
CREATE INDEX "lease_zone" ON "lease" USING btree ("estate","zone");--> statement-breakpoint
CREATE INDEX "ledger_entry_account" ON "ledger_entry" USING btree ("ledger_account");--> statement-breakpoint
CREATE INDEX "ledger_transaction_account" ON "ledger_transaction" USING btree ("account","occurred_at");--> statement-breakpoint
CREATE INDEX "rule_version" ON "rule" USING btree ("estate","version");--> statement-breakpoint
CREATE INDEX "rule_dirty_estate" ON "rule_dirty" USING btree ("estate");--> statement-breakpoint
CREATE INDEX "session_account" ON "session" USING btree ("account","state");--> statement-breakpoint
CREATE INDEX "session_estate" ON "session" USING btree ("estate","state");--> statement-breakpoint
CREATE INDEX "stay_account" ON "stay" USING btree ("account","departed_at");--> statement-breakpoint
CREATE INDEX "unmatched_departure_account" ON "unmatched_departure" USING btree ("account");