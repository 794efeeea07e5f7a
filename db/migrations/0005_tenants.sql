CREATE TABLE "tenants" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"external_provider" text,
	"external_tenant_id" text,
	"app_name" text,
	"sender_name" text,
	"sender_address" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tenants_pk" PRIMARY KEY("environment_id","id"),
	CONSTRAINT "tenants_external_whole" CHECK (("tenants"."external_provider" IS NULL) = ("tenants"."external_tenant_id" IS NULL))
);
--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "quota_alerts" integer[];--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "go_live_dismissed" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "challenges" ADD COLUMN "tenant_id" uuid;--> statement-breakpoint
ALTER TABLE "challenges" ADD COLUMN "country" text;--> statement-breakpoint
ALTER TABLE "domains" ADD COLUMN "tenant_id" uuid;--> statement-breakpoint
ALTER TABLE "provider_accounts" ADD COLUMN "tenant_id" uuid;--> statement-breakpoint
ALTER TABLE "tenants" ADD CONSTRAINT "tenants_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "tenants_external" ON "tenants" USING btree ("environment_id","external_provider","external_tenant_id") WHERE external_provider IS NOT NULL;--> statement-breakpoint
ALTER TABLE "domains" ADD CONSTRAINT "domains_tenant" FOREIGN KEY ("environment_id","tenant_id") REFERENCES "public"."tenants"("environment_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_accounts" ADD CONSTRAINT "provider_accounts_tenant" FOREIGN KEY ("environment_id","tenant_id") REFERENCES "public"."tenants"("environment_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "challenges_of_country" ON "challenges" USING btree ("environment_id","country","id" DESC NULLS LAST) WHERE country IS NOT NULL;--> statement-breakpoint
CREATE INDEX "provider_accounts_of_tenant" ON "provider_accounts" USING btree ("environment_id","tenant_id");