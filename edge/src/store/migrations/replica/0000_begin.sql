CREATE TABLE `held` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`digest` text NOT NULL,
	`reflects_epoch` text,
	`reflects_seq` integer
);
--> statement-breakpoint
CREATE TABLE `rule` (
	`key` text PRIMARY KEY NOT NULL,
	`text` text NOT NULL
) WITHOUT ROWID;
