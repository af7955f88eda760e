CREATE TABLE `ack_mark` (
	`at_ms` integer PRIMARY KEY NOT NULL,
	`through` integer NOT NULL
);
