CREATE TABLE `confirmed_rules` (
	`id` integer PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `stale_arrival` (
	`account` text PRIMARY KEY NOT NULL,
	`arrivals` integer NOT NULL
);
