-- Rows that are updated in place leave room on their page, so that every such update is HOT.
ALTER TABLE "identifier_guards" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "challenges" SET (fillfactor = 80);--> statement-breakpoint
ALTER TABLE "quota_slots" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "sessions" SET (fillfactor = 80);--> statement-breakpoint
ALTER TABLE "outbox" SET (fillfactor = 80);--> statement-breakpoint
ALTER TABLE "mailbox_guards" SET (fillfactor = 70);
