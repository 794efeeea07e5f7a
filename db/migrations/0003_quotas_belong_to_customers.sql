DROP TABLE "quota_slots" CASCADE;--> statement-breakpoint
ALTER TABLE "environments" DROP COLUMN "daily_quota";