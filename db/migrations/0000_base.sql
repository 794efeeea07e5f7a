CREATE TABLE "api_keys" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"kind" text,
	"name" text NOT NULL,
	"key_hash" "bytea" NOT NULL,
	"hint" text NOT NULL,
	"publishable_key_encrypted" "bytea",
	"allowed_origins" text[] DEFAULT '{}' NOT NULL,
	"allowed_ips" text[] DEFAULT '{}' NOT NULL,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_keys_pk" PRIMARY KEY("environment_id","id"),
	CONSTRAINT "api_keys_key_hash_unique" UNIQUE("key_hash"),
	CONSTRAINT "api_keys_type" CHECK ("api_keys"."type" IN ('publishable', 'secret')),
	CONSTRAINT "api_keys_secret_is_never_kept" CHECK ("api_keys"."type" = 'publishable' OR "api_keys"."publishable_key_encrypted" IS NULL)
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"suspended_at" timestamp with time zone,
	"cancelled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "environments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"project_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"installation" boolean DEFAULT false NOT NULL,
	"daily_quota" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "environments_of_project" UNIQUE("project_id","kind"),
	CONSTRAINT "environments_kind" CHECK ("environments"."kind" IN ('test', 'live'))
);
--> statement-breakpoint
CREATE TABLE "member_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"restore_epoch" integer NOT NULL,
	"user_agent" text,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text,
	"role" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "members_role" CHECK ("members"."role" IN ('owner', 'admin', 'developer', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"brand" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "projects_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "challenges" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"identifier_key" "bytea" NOT NULL,
	"identifier_type" text NOT NULL,
	"identifier_value" text NOT NULL,
	"purpose" text NOT NULL,
	"lane" "bytea" NOT NULL,
	"round" integer NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"attempts_max" integer NOT NULL,
	"consumed_at" timestamp with time zone,
	"decoy" boolean DEFAULT false NOT NULL,
	"scenario" text,
	"user_id" uuid,
	"locale" text,
	"context" jsonb,
	"metadata" jsonb,
	CONSTRAINT "challenges_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
CREATE TABLE "identifier_guards" (
	"environment_id" uuid NOT NULL,
	"identifier_key" "bytea" NOT NULL,
	"purpose" text NOT NULL,
	"lane" "bytea" NOT NULL,
	"sends" timestamp with time zone[] NOT NULL,
	"sends_all" timestamp with time zone[] NOT NULL,
	"last_message_id" uuid NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"wait_until" timestamp with time zone DEFAULT '-infinity' NOT NULL,
	"round" integer DEFAULT 0 NOT NULL,
	"succeeded_at" timestamp with time zone DEFAULT '-infinity' NOT NULL,
	CONSTRAINT "identifier_guards_pk" PRIMARY KEY("environment_id","identifier_key","purpose","lane")
);
--> statement-breakpoint
CREATE TABLE "mailbox_guards" (
	"environment_id" uuid NOT NULL,
	"mailbox_key" "bytea" NOT NULL,
	"sends" timestamp with time zone[] NOT NULL,
	"last_message_id" uuid NOT NULL,
	CONSTRAINT "mailbox_guards_pk" PRIMARY KEY("environment_id","mailbox_key")
);
--> statement-breakpoint
CREATE TABLE "mailbox_messages" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"channel" text NOT NULL,
	"content_encrypted" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"visible_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mailbox_messages_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"challenge_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"digits" integer NOT NULL,
	"key_id" integer NOT NULL,
	"nonce" "bytea" NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"provider" text,
	"provider_message_id" text,
	"accepted_at" timestamp with time zone,
	"failed_at" timestamp with time zone,
	CONSTRAINT "messages_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
CREATE TABLE "quota_slots" (
	"environment_id" uuid NOT NULL,
	"period" date NOT NULL,
	"slot" integer NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"cap" integer NOT NULL,
	CONSTRAINT "quota_slots_pk" PRIMARY KEY("environment_id","period","slot"),
	CONSTRAINT "quota_slots_cap" CHECK ("quota_slots"."used" <= "quota_slots"."cap")
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"environment_id" uuid NOT NULL,
	"identifier_key" "bytea" NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "suppressions_pk" PRIMARY KEY("environment_id","identifier_key")
);
--> statement-breakpoint
CREATE TABLE "reviewer_identifiers" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"value" text NOT NULL,
	"key_id" integer NOT NULL,
	"nonce" "bytea" NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reviewer_identifiers_pk" PRIMARY KEY("environment_id","type","value")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"environment_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"settings" jsonb NOT NULL,
	"author" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "settings_pk" PRIMARY KEY("environment_id","version")
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"environment_id" uuid NOT NULL,
	"kid" text NOT NULL,
	"algorithm" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_key_encrypted" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "signing_keys_pk" PRIMARY KEY("environment_id","kid")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"environment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"type" text NOT NULL,
	"data" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"environment_id" uuid,
	"type" text NOT NULL,
	"data" jsonb NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identifiers" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"value" text NOT NULL,
	"verified_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identifiers_pk" PRIMARY KEY("environment_id","id"),
	CONSTRAINT "identifiers_by_value" UNIQUE("environment_id","type","value")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"challenge_id" uuid NOT NULL,
	"device_id" "bytea" NOT NULL,
	"identifier_key" "bytea" NOT NULL,
	"generation" integer DEFAULT 0 NOT NULL,
	"salt_hash" "bytea" NOT NULL,
	"restore_epoch" integer NOT NULL,
	"dev_mode" boolean NOT NULL,
	"amr" text[] NOT NULL,
	"user_agent" text,
	"ip" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"rotated_at" timestamp with time zone NOT NULL,
	"idle_expires_at" timestamp with time zone NOT NULL,
	"absolute_expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_reason" text,
	CONSTRAINT "sessions_pk" PRIMARY KEY("environment_id","id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"environment_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text,
	"locale" text,
	"role" text DEFAULT 'user' NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"blocked_at" timestamp with time zone,
	CONSTRAINT "users_pk" PRIMARY KEY("environment_id","id"),
	CONSTRAINT "users_role" CHECK ("users"."role" IN ('user', 'admin', 'super'))
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "environments" ADD CONSTRAINT "environments_project_id_projects_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."projects"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "environments" ADD CONSTRAINT "environments_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_sessions" ADD CONSTRAINT "member_sessions_member" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_challenge" FOREIGN KEY ("environment_id","challenge_id") REFERENCES "public"."challenges"("environment_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviewer_identifiers" ADD CONSTRAINT "reviewer_identifiers_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settings" ADD CONSTRAINT "settings_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD CONSTRAINT "signing_keys_environment_id_environments_id_fk" FOREIGN KEY ("environment_id") REFERENCES "public"."environments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identifiers" ADD CONSTRAINT "identifiers_user" FOREIGN KEY ("environment_id","user_id") REFERENCES "public"."users"("environment_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user" FOREIGN KEY ("environment_id","user_id") REFERENCES "public"."users"("environment_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "environments_installation" ON "environments" USING btree ("installation") WHERE installation;--> statement-breakpoint
CREATE INDEX "member_sessions_of_member" ON "member_sessions" USING btree ("member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "members_of_customer" ON "members" USING btree ("customer_id","email") WHERE removed_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "members_by_email" ON "members" USING btree ("email") WHERE removed_at IS NULL;--> statement-breakpoint
CREATE INDEX "projects_of_customer" ON "projects" USING btree ("customer_id");--> statement-breakpoint
CREATE INDEX "challenges_of_identifier" ON "challenges" USING btree ("environment_id","identifier_key","purpose","lane","opened_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "mailbox_messages_of_recipient" ON "mailbox_messages" USING btree ("environment_id","recipient","visible_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "mailbox_messages_newest" ON "mailbox_messages" USING btree ("environment_id","visible_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "messages_of_challenge" ON "messages" USING btree ("environment_id","challenge_id","sent_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "signing_keys_by_kid" ON "signing_keys" USING btree ("kid");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "audit_log_of_environment" ON "audit_log" USING btree ("environment_id","at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "identifiers_of_user" ON "identifiers" USING btree ("environment_id","user_id");--> statement-breakpoint
CREATE INDEX "sessions_of_user" ON "sessions" USING btree ("environment_id","user_id");