CREATE TABLE `tap` (
	`seq` integer PRIMARY KEY NOT NULL,
	`software` text NOT NULL,
	`text` text NOT NULL
);
