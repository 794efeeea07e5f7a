CREATE TABLE "verify_sids" (
	"sid" text PRIMARY KEY NOT NULL,
	"environment_id" uuid NOT NULL,
	"challenge_id" uuid NOT NULL,
	"account_id" uuid,
	"recipient_key" "bytea" NOT NULL,
	"claimed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "verify_sids_of_recipient" ON "verify_sids" USING btree ("recipient_key","claimed_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "verify_sids_by_age" ON "verify_sids" USING btree ("claimed_at");