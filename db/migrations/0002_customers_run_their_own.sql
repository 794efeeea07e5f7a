CREATE TABLE "allowed_origins" (
	"environment_id" uuid NOT NULL,
	"source" text NOT NULL,
	"origin" text NOT NULL,
	CONSTRAINT "allowed_origins_pk" PRIMARY KEY("environment_id","source","origin")
);
--> statement-breakpoint
CREATE TABLE "system_settings" (
	"version" integer PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"author" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customer_quota_slots" (
	"customer_id" uuid NOT NULL,
	"span" text NOT NULL,
	"period" date NOT NULL,
	"slot" integer NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"cap" integer NOT NULL,
	CONSTRAINT "customer_quota_slots_pk" PRIMARY KEY("customer_id","span","period","slot"),
	CONSTRAINT "customer_quota_slots_span" CHECK ("customer_quota_slots"."span" IN ('day', 'month')),
	CONSTRAINT "customer_quota_slots_cap" CHECK ("customer_quota_slots"."used" <= "customer_quota_slots"."cap")
);
--> statement-breakpoint
CREATE TABLE "quota_notices" (
	"customer_id" uuid NOT NULL,
	"span" text NOT NULL,
	"period" date NOT NULL,
	"level" text NOT NULL,
	CONSTRAINT "quota_notices_pk" PRIMARY KEY("customer_id","span","period","level")
);
--> statement-breakpoint
CREATE TABLE "spray_counts" (
	"environment_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"network" text NOT NULL,
	"judged" integer NOT NULL,
	"wrong" integer NOT NULL,
	"expected" double precision NOT NULL,
	CONSTRAINT "spray_counts_pk" PRIMARY KEY("environment_id","starts_at","network")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"environment_id" uuid NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"body_hash" "bytea" NOT NULL,
	"result_id" uuid NOT NULL,
	"holder_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"locked_until" timestamp with time zone NOT NULL,
	"completed_at" timestamp with time zone,
	CONSTRAINT "idempotency_keys_pk" PRIMARY KEY("environment_id","request_hash")
);
--> statement-breakpoint
CREATE TABLE "job_runs" (
	"name" text PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"rows" bigint DEFAULT 0 NOT NULL,
	"failed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "active_users" (
	"environment_id" uuid NOT NULL,
	"period" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "active_users_pk" PRIMARY KEY("environment_id","period","starts_at","user_id")
);
--> statement-breakpoint
CREATE TABLE "audit_heads" (
	"environment_id" uuid PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"link" "bytea" NOT NULL,
	"mac" "bytea",
	"sealed_at" timestamp with time zone NOT NULL,
	"dropped_seq" bigint DEFAULT 0 NOT NULL,
	"dropped_link" "bytea" DEFAULT ''::bytea NOT NULL
);
--> statement-breakpoint
CREATE TABLE "echo_receivers" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "echo_receivers_pk" PRIMARY KEY("environment_id","id"),
	CONSTRAINT "echo_receivers_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "echo_requests" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"receiver_id" uuid NOT NULL,
	"headers" jsonb NOT NULL,
	"body" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "echo_requests_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
CREATE TABLE "latency_daily" (
	"environment_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"endpoint" text NOT NULL,
	"count" bigint NOT NULL,
	"sketch" "bytea" NOT NULL,
	CONSTRAINT "latency_daily_pk" PRIMARY KEY("environment_id","starts_at","endpoint")
);
--> statement-breakpoint
CREATE TABLE "latency_hourly" (
	"environment_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"endpoint" text NOT NULL,
	"count" bigint NOT NULL,
	"sketch" "bytea" NOT NULL,
	CONSTRAINT "latency_hourly_pk" PRIMARY KEY("environment_id","starts_at","endpoint")
);
--> statement-breakpoint
CREATE TABLE "request_log" (
	"environment_id" uuid NOT NULL,
	"id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"method" text NOT NULL,
	"path" text NOT NULL,
	"status" integer NOT NULL,
	"duration_ms" integer NOT NULL,
	"error" text,
	"actor" text NOT NULL,
	"ip" text,
	"user_agent" text,
	"request" jsonb,
	"response" jsonb,
	CONSTRAINT "request_log_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
CREATE TABLE "traffic_days" (
	"environment_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"endpoint" text NOT NULL,
	"status" integer NOT NULL,
	"error" text NOT NULL,
	"actor" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "traffic_days_pk" PRIMARY KEY("environment_id","starts_at","endpoint","status","error","actor")
);
--> statement-breakpoint
CREATE TABLE "traffic_hours" (
	"environment_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"endpoint" text NOT NULL,
	"status" integer NOT NULL,
	"error" text NOT NULL,
	"actor" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "traffic_hours_pk" PRIMARY KEY("environment_id","starts_at","endpoint","status","error","actor")
);
--> statement-breakpoint
CREATE TABLE "traffic_minutes" (
	"environment_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"endpoint" text NOT NULL,
	"status" integer NOT NULL,
	"error" text NOT NULL,
	"actor" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "traffic_minutes_pk" PRIMARY KEY("environment_id","starts_at","endpoint","status","error","actor")
);
--> statement-breakpoint
CREATE TABLE "usage_counts" (
	"environment_id" uuid NOT NULL,
	"period" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"metric" text NOT NULL,
	"dimension" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "usage_counts_pk" PRIMARY KEY("environment_id","period","starts_at","metric","dimension")
);
--> statement-breakpoint
CREATE TABLE "webhook_attempts" (
	"environment_id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"request_headers" jsonb NOT NULL,
	"status" integer,
	"reason" text,
	"response_headers" jsonb,
	"response_body" text,
	CONSTRAINT "webhook_attempts_pk" PRIMARY KEY("environment_id","delivery_id","number")
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"event_type" text NOT NULL,
	"data" jsonb NOT NULL,
	"event_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"attempts_before" integer DEFAULT 0 NOT NULL,
	"delivered_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	CONSTRAINT "webhook_deliveries_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"url" text NOT NULL,
	"events" text[] NOT NULL,
	"description" text,
	"secret_encrypted" "bytea" NOT NULL,
	"previous_secret_encrypted" "bytea",
	"previous_secret_until" timestamp with time zone,
	"rotation_id" uuid,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text,
	"failing_since" timestamp with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_delivery_at" timestamp with time zone,
	"notice_level" integer DEFAULT 0 NOT NULL,
	"refusal_told_at" timestamp with time zone,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "webhook_endpoints_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
DROP INDEX "challenges_of_identifier";--> statement-breakpoint
DROP INDEX "audit_log_of_environment";--> statement-breakpoint
ALTER TABLE "signing_keys" ALTER COLUMN "public_jwk" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_log" ALTER COLUMN "environment_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "scopes" text[];--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "replaces_id" uuid;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "last_used_ip" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "last_used_agent" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "plan" text DEFAULT 'free' NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "daily_quota" integer;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "monthly_quota" integer;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "features" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "suspended_reason" text;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "deletion_requested_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "delete_after" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "member_sessions" ADD COLUMN "last_seen_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "settings" ADD COLUMN "result_id" uuid;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "result_id" uuid;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "signs_from" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "context" jsonb;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "context" jsonb;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "seq" bigint;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "nonce" "bytea";--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "commitment" "bytea";--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "link" "bytea";--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "allowed_origins" ADD CONSTRAINT "allowed_origins_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "echo_receivers" ADD CONSTRAINT "echo_receivers_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "echo_requests" ADD CONSTRAINT "echo_requests_receiver" FOREIGN KEY ("environment_id","receiver_id") REFERENCES "public"."echo_receivers"("environment_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery" FOREIGN KEY ("environment_id","delivery_id") REFERENCES "public"."webhook_deliveries"("environment_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint" FOREIGN KEY ("environment_id","endpoint_id") REFERENCES "public"."webhook_endpoints"("environment_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "allowed_origins_by_origin" ON "allowed_origins" USING btree ("origin");--> statement-breakpoint
CREATE INDEX "customer_quota_slots_of_period" ON "customer_quota_slots" USING btree ("span","period");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "echo_requests_of_receiver" ON "echo_requests" USING btree ("environment_id","receiver_id","at");--> statement-breakpoint
CREATE INDEX "latency_daily_by_age" ON "latency_daily" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "latency_hourly_by_age" ON "latency_hourly" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "request_log_newest" ON "request_log" USING btree ("environment_id","at","id");--> statement-breakpoint
CREATE INDEX "request_log_by_age" ON "request_log" USING brin ("at");--> statement-breakpoint
CREATE INDEX "traffic_days_by_age" ON "traffic_days" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "traffic_hours_by_age" ON "traffic_hours" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "traffic_minutes_by_age" ON "traffic_minutes" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("environment_id","endpoint_id","due_at") WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due_first" ON "webhook_deliveries" USING btree ("due_at") WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_of_endpoint" ON "webhook_deliveries" USING btree ("environment_id","endpoint_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_age" ON "webhook_deliveries" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_failed" ON "webhook_deliveries" USING btree ("environment_id","endpoint_id","created_at") WHERE failed_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "webhook_endpoints_deleted" ON "webhook_endpoints" USING btree ("deleted_at") WHERE deleted_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "customers_to_delete" ON "customers" USING btree ("delete_after") WHERE delete_after IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_log_sealed" ON "audit_log" USING btree ("environment_id","seq");--> statement-breakpoint
CREATE INDEX "audit_log_by_age" ON "audit_log" USING brin ("at");--> statement-breakpoint
CREATE INDEX "challenges_of_identifier" ON "challenges" USING btree ("environment_id","identifier_key","purpose","lane","opened_at" DESC NULLS LAST) WHERE identifier_key IS NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_log_of_environment" ON "audit_log" USING btree ("environment_id","at","id");--> statement-breakpoint
-- Rows that are updated in place leave room on their page, so that every such update is HOT.
ALTER TABLE "customer_quota_slots" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "usage_counts" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "audit_heads" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "webhook_deliveries" SET (fillfactor = 80);--> statement-breakpoint
ALTER TABLE "spray_counts" SET (fillfactor = 70);--> statement-breakpoint
-- Ninepin's own customer is metered by nothing; what the operator set for an environment becomes its customer's.
UPDATE customers SET plan = 'custom' WHERE id IN (SELECT customer_id FROM environments WHERE installation);--> statement-breakpoint
UPDATE customers c SET daily_quota = e.daily_quota FROM environments e WHERE e.customer_id = c.id AND e.daily_quota IS NOT NULL;--> statement-breakpoint
-- What the keys that are there already list, for preflights. From here on whoever changes a list keeps both.
INSERT INTO allowed_origins (environment_id, source, origin)
SELECT environment_id, id::text, unnest(allowed_origins) FROM api_keys WHERE type = 'publishable' AND revoked_at IS NULL
ON CONFLICT DO NOTHING;
