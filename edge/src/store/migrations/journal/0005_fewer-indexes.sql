DROP INDEX `local_stay_seq`;--> statement-breakpoint
DROP INDEX `seen_pass_until`;