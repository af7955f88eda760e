CREATE TABLE `done_order` (
	`id` text PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `fact` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`wall_ms` integer NOT NULL,
	`hash` text NOT NULL,
	`text` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `history` (
	`epoch` text PRIMARY KEY NOT NULL,
	`began_ms` integer NOT NULL,
	`acked` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `lease` (
	`zone` text PRIMARY KEY NOT NULL,
	`lent` integer NOT NULL,
	`used` integer NOT NULL,
	`returned` integer NOT NULL,
	`voided` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `local_stay` (
	`account` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`session` text NOT NULL,
	`zone` text NOT NULL,
	`seq` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `local_stay_seq` ON `local_stay` (`seq`);--> statement-breakpoint
CREATE TABLE `passage` (
	`decision` text PRIMARY KEY NOT NULL,
	`content` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `seen_pass` (
	`ref` text NOT NULL,
	`direction` text NOT NULL,
	`until_ms` integer NOT NULL,
	PRIMARY KEY(`ref`, `direction`)
);
--> statement-breakpoint
CREATE INDEX `seen_pass_until` ON `seen_pass` (`until_ms`);