CREATE TABLE "domain_shares" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"environment_id" uuid NOT NULL,
	"domain_id" uuid NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "domains" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"token" text NOT NULL,
	"dkim_selector" text NOT NULL,
	"dkim_public_key" text NOT NULL,
	"dkim_private_key_encrypted" "bytea" NOT NULL,
	"provider_domain_id" text,
	"provider_records" jsonb,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"checked_at" timestamp with time zone,
	"next_check_at" timestamp with time zone NOT NULL,
	"verified_at" timestamp with time zone,
	"lost_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	"findings" jsonb,
	CONSTRAINT "domains_pk" PRIMARY KEY("environment_id","id"),
	CONSTRAINT "domains_by_name" UNIQUE("environment_id","name")
);
--> statement-breakpoint
CREATE TABLE "message_events" (
	"environment_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"event_key" text NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"reason" text,
	"detail" text,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "message_events_pk" PRIMARY KEY("environment_id","message_id","event_key")
);
--> statement-breakpoint
CREATE TABLE "prefix_counts" (
	"environment_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"prefix" text NOT NULL,
	"sent" integer NOT NULL,
	"met" integer NOT NULL,
	CONSTRAINT "prefix_counts_pk" PRIMARY KEY("environment_id","starts_at","prefix")
);
--> statement-breakpoint
CREATE TABLE "provider_accounts" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider" text NOT NULL,
	"label" text NOT NULL,
	"config_encrypted" "bytea" NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_accepted_at" timestamp with time zone,
	"last_error_at" timestamp with time zone,
	"last_error" text,
	CONSTRAINT "provider_accounts_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
CREATE TABLE "sms_spend" (
	"environment_id" uuid NOT NULL,
	"day" date NOT NULL,
	"micros" bigint NOT NULL,
	"last_message_id" uuid NOT NULL,
	CONSTRAINT "sms_spend_pk" PRIMARY KEY("environment_id","day")
);
--> statement-breakpoint
CREATE TABLE "template_drafts" (
	"environment_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"purpose" text NOT NULL,
	"locale" text NOT NULL,
	"revision" integer NOT NULL,
	"based_on" integer NOT NULL,
	"content" jsonb NOT NULL,
	"author" text NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "template_drafts_pk" PRIMARY KEY("environment_id","channel","purpose","locale")
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"environment_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"purpose" text NOT NULL,
	"locale" text NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb,
	"note" text,
	"author" text NOT NULL,
	"result_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "templates_pk" PRIMARY KEY("environment_id","channel","purpose","locale","version")
);
--> statement-breakpoint
ALTER TABLE "challenges" ADD COLUMN "username" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "delivered_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "bounced_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "complained_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "template_version" integer;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "segments" integer;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "cost_micros" integer;--> statement-breakpoint
ALTER TABLE "domain_shares" ADD CONSTRAINT "domain_shares_domain" FOREIGN KEY ("environment_id","domain_id") REFERENCES "public"."domains"("environment_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "domains" ADD CONSTRAINT "domains_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_events" ADD CONSTRAINT "message_events_message" FOREIGN KEY ("environment_id","message_id") REFERENCES "public"."messages"("environment_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_accounts" ADD CONSTRAINT "provider_accounts_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_drafts" ADD CONSTRAINT "template_drafts_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "templates" ADD CONSTRAINT "templates_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "domain_shares_of_domain" ON "domain_shares" USING btree ("environment_id","domain_id");--> statement-breakpoint
CREATE UNIQUE INDEX "domains_verified_once" ON "domains" USING btree ("name") WHERE verified_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "domains_due" ON "domains" USING btree ("next_check_at");--> statement-breakpoint
-- Rows that are updated in place leave room on their page, so that every such update is HOT.
ALTER TABLE "sms_spend" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "prefix_counts" SET (fillfactor = 70);
