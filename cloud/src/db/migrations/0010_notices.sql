CREATE TABLE "favourite" (
	"account" uuid NOT NULL,
	"estate" text NOT NULL,
	"told_full" boolean NOT NULL,
	"told_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "favourite_account_estate_pk" PRIMARY KEY("account","estate")
);
--> statement-breakpoint
CREATE TABLE "notice_delivery" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"key" text NOT NULL,
	"channel" text NOT NULL,
	"address" uuid NOT NULL,
	"content" jsonb NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"failure" text,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "notice_delivery_once" UNIQUE("key","channel","address")
);
--> statement-breakpoint
CREATE TABLE "notice_due" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"account" uuid,
	"session" uuid,
	"estate" text,
	"due_at" timestamp with time zone DEFAULT to_timestamp(0) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_wish" (
	"account" uuid PRIMARY KEY NOT NULL,
	"stay_began" boolean DEFAULT true NOT NULL,
	"stay_ended" boolean DEFAULT true NOT NULL,
	"low_balance" boolean DEFAULT true NOT NULL,
	"favourite_full" boolean DEFAULT true NOT NULL,
	"low_balance_minor" bigint DEFAULT 500 NOT NULL,
	"quiet_hours" jsonb,
	"told_low" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_subscription" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account" uuid NOT NULL,
	"endpoint" text NOT NULL,
	"p256dh" text NOT NULL,
	"auth" text NOT NULL,
	"language" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "push_subscription_endpoint_unique" UNIQUE("endpoint")
);
--> statement-breakpoint
ALTER TABLE "favourite" ADD CONSTRAINT "favourite_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "favourite" ADD CONSTRAINT "favourite_estate_estate_id_fk" FOREIGN KEY ("estate") REFERENCES "public"."estate"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_wish" ADD CONSTRAINT "notice_wish_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_account_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "favourite_estate" ON "favourite" USING btree ("estate");--> statement-breakpoint
CREATE INDEX "notice_delivery_due" ON "notice_delivery" USING btree ("next_at") WHERE "notice_delivery"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "notice_delivery_account" ON "notice_delivery" USING btree ("account");--> statement-breakpoint
CREATE INDEX "notice_delivery_ended" ON "notice_delivery" USING btree ("ended_at") WHERE "notice_delivery"."ended_at" is not null;--> statement-breakpoint
CREATE INDEX "notice_due_time" ON "notice_due" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "push_subscription_account" ON "push_subscription" USING btree ("account");--> statement-breakpoint
-- What an account wants to know of becomes due in the transaction that did it. Who wants to know nothing has no row in notice_wish.
CREATE FUNCTION notice_stay_began() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO notice_due (kind, account, session)
      SELECT 'stay-began', m.account, m.id FROM made m JOIN notice_wish w ON w.account = m.account
      WHERE m.state = 'inside' AND w.stay_began;
  ELSE
    INSERT INTO notice_due (kind, account, session)
      SELECT 'stay-began', m.account, m.id FROM made m JOIN notice_wish w ON w.account = m.account JOIN was b ON b.id = m.id
      WHERE m.state = 'inside' AND b.state <> 'inside' AND w.stay_began;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER notice_stay_arrived AFTER INSERT ON session REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_stay_began();
--> statement-breakpoint
CREATE TRIGGER notice_stay_began AFTER UPDATE ON session REFERENCING OLD TABLE AS was NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_stay_began();
--> statement-breakpoint
CREATE FUNCTION notice_stay_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO notice_due (kind, account, session)
    SELECT 'stay-ended', m.account, m.session FROM made m JOIN notice_wish w ON w.account = m.account
    WHERE m.revision = 0 AND w.stay_ended;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER notice_stay_ended AFTER INSERT ON stay REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_stay_ended();
--> statement-breakpoint
-- Only a wallet that stands otherwise than its owner was told is looked at.
CREATE FUNCTION notice_wallet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO notice_due (kind, account)
    SELECT 'wallet', m.account FROM made m JOIN notice_wish w ON w.account = m.account
    WHERE w.low_balance AND (m.balance_minor - m.debt_minor < w.low_balance_minor) <> w.told_low;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER notice_wallet AFTER UPDATE ON wallet REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_wallet();
--> statement-breakpoint
CREATE FUNCTION notice_estate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO notice_due (kind, estate)
    SELECT DISTINCT 'estate', m.estate FROM made m WHERE EXISTS (SELECT FROM favourite f WHERE f.estate = m.estate);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER notice_estate AFTER UPDATE ON occupancy REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_estate();
--> statement-breakpoint
CREATE TRIGGER notice_estate AFTER UPDATE ON zone REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION notice_estate();
