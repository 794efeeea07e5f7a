ALTER TABLE "audit_heads" ADD COLUMN "dropped_seq" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_heads" ADD COLUMN "dropped_link" "bytea" DEFAULT ''::bytea NOT NULL;