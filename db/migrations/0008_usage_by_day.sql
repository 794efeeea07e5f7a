CREATE TABLE "latency_daily" (
	"environment_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"endpoint" text NOT NULL,
	"count" bigint NOT NULL,
	"sketch" "bytea" NOT NULL,
	CONSTRAINT "latency_daily_pk" PRIMARY KEY("environment_id","starts_at","endpoint")
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
CREATE INDEX "latency_daily_by_age" ON "latency_daily" USING btree ("starts_at");--> statement-breakpoint
CREATE INDEX "traffic_days_by_age" ON "traffic_days" USING btree ("starts_at");