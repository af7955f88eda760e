CREATE TABLE `carried` (
	`epoch` text NOT NULL,
	`seq` integer NOT NULL,
	`hash` text NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`epoch`, `seq`)
);
