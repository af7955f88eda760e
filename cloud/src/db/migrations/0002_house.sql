CREATE TABLE "house" (
	"id" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
