CREATE TABLE "receipt_due" (
	"estate" text NOT NULL,
	"session" uuid NOT NULL,
	"revision" integer NOT NULL,
	CONSTRAINT "receipt_due_estate_session_revision_pk" PRIMARY KEY("estate","session","revision")
);
--> statement-breakpoint
CREATE INDEX "ledger_transaction_posted" ON "ledger_transaction" USING brin ("posted_at");