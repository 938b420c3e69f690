CREATE TYPE "public"."category" AS ENUM('login', 'certificate', 'issuing', 'stock', 'delivery', 'archive', 'report', 'printing', 'interface', 'basics', 'platform', 'other');--> statement-breakpoint
CREATE TYPE "public"."channel" AS ENUM('email', 'fax');--> statement-breakpoint
CREATE TYPE "public"."clock_kind" AS ENUM('acknowledge', 'handoff', 'answer', 'repair');--> statement-breakpoint
CREATE TYPE "public"."kind" AS ENUM('fault', 'change', 'question', 'feedback', 'reply', 'automatic', 'spam');--> statement-breakpoint
CREATE TYPE "public"."language" AS ENUM('zh', 'en');--> statement-breakpoint
CREATE TYPE "public"."message_state" AS ENUM('kept', 'read', 'judged', 'filed');--> statement-breakpoint
CREATE TYPE "public"."outbox_state" AS ENUM('queued', 'sending', 'sent', 'failed', 'held', 'bounced');--> statement-breakpoint
CREATE TYPE "public"."phase" AS ENUM('acceptance', 'processing', 'feedback', 'follow-up', 'closed');--> statement-breakpoint
CREATE TYPE "public"."place" AS ENUM('ticket', 'machine', 'spam', 'quarantine', 'duplicate');--> statement-breakpoint
CREATE TYPE "public"."purpose" AS ENUM('acknowledgement', 'answer');--> statement-breakpoint
CREATE TYPE "public"."severity" AS ENUM('critical', 'general', 'minor');--> statement-breakpoint
CREATE TYPE "public"."ticket_status" AS ENUM('open', 'answered', 'closed');--> statement-breakpoint
CREATE TABLE "attachments" (
	"message_id" bigint NOT NULL,
	"n" smallint NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"bytes" integer NOT NULL,
	"blob" char(64) NOT NULL,
	"cid" text,
	CONSTRAINT "attachments_message_id_n_pk" PRIMARY KEY("message_id","n")
);
--> statement-breakpoint
CREATE TABLE "clocks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "clocks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"ticket_id" bigint NOT NULL,
	"clock" "clock_kind" NOT NULL,
	"round" smallint DEFAULT 1 NOT NULL,
	"clause" text NOT NULL,
	"started" timestamp with time zone NOT NULL,
	"due" timestamp with time zone NOT NULL,
	"met" timestamp with time zone,
	CONSTRAINT "clock_once" UNIQUE("ticket_id","clock","round"),
	CONSTRAINT "clock_due_after_start" CHECK ("clocks"."due" > "clocks"."started")
);
--> statement-breakpoint
CREATE TABLE "content_keys" (
	"key" char(64) PRIMARY KEY NOT NULL,
	"message_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inboxes" (
	"name" text NOT NULL,
	"uid_validity" bigint,
	"server_count" integer,
	"ledger_count" integer,
	"missing" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"checked_at" timestamp with time zone,
	"error" text,
	"error_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "judgements" (
	"message_id" bigint PRIMARY KEY NOT NULL,
	"kind" "kind" NOT NULL,
	"severity" "severity" NOT NULL,
	"impact" boolean NOT NULL,
	"category" "category" NOT NULL,
	"language" "language" NOT NULL,
	"confidence" real NOT NULL,
	"confidences" jsonb NOT NULL,
	"triage" boolean NOT NULL,
	"reasons" jsonb NOT NULL,
	"version" text NOT NULL,
	"judged_at" timestamp with time zone NOT NULL,
	CONSTRAINT "judgement_critical_has_impact" CHECK ("judgements"."severity" <> 'critical' or "judgements"."impact")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"expires" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"inbox" text NOT NULL,
	"channel" "channel" NOT NULL,
	"source_key" text NOT NULL,
	"uid_validity" bigint,
	"uid" bigint,
	"blob" char(64) NOT NULL,
	"bytes" integer NOT NULL,
	"envelope" jsonb,
	"received_at" timestamp with time zone NOT NULL,
	"kept_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" "message_state" DEFAULT 'kept' NOT NULL,
	"place" "place",
	"place_reason" text,
	"place_detail" text,
	"duplicate_of" bigint,
	"ticket_id" bigint,
	"reports_on" bigint,
	"header_id" text,
	"from_address" text,
	"from_name" text,
	"subject" text,
	CONSTRAINT "message_source_key" UNIQUE("source_key"),
	CONSTRAINT "message_filed_has_place" CHECK (("messages"."state" = 'filed') = ("messages"."place" is not null)),
	CONSTRAINT "message_ticket_place" CHECK (("messages"."place" is not distinct from 'ticket') <= ("messages"."ticket_id" is not null)),
	CONSTRAINT "message_duplicate_place" CHECK (("messages"."place" is not distinct from 'duplicate') = ("messages"."duplicate_of" is not null)),
	CONSTRAINT "message_quarantine_reason" CHECK ("messages"."place" is distinct from 'quarantine' or "messages"."place_reason" is not null),
	CONSTRAINT "message_source_key_short" CHECK (length("messages"."source_key") <= 1000)
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"ticket_id" bigint NOT NULL,
	"answers_id" bigint NOT NULL,
	"purpose" "purpose" NOT NULL,
	"round" smallint DEFAULT 1 NOT NULL,
	"channel" "channel" NOT NULL,
	"recipient" text,
	"message_id" text NOT NULL,
	"content" jsonb NOT NULL,
	"state" "outbox_state" DEFAULT 'queued' NOT NULL,
	"reason" text,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "outbox_once" UNIQUE("ticket_id","purpose","round"),
	CONSTRAINT "outbox_message_id" UNIQUE("message_id"),
	CONSTRAINT "outbox_sent_at" CHECK (("outbox"."state" not in ('sent', 'bounced')) or "outbox"."sent_at" is not null),
	CONSTRAINT "outbox_recipient" CHECK ("outbox"."recipient" is not null or "outbox"."state" = 'held')
);
--> statement-breakpoint
CREATE TABLE "readings" (
	"message_id" bigint PRIMARY KEY NOT NULL,
	"reading" jsonb NOT NULL,
	"read_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ticket_days" (
	"day" date PRIMARY KEY NOT NULL,
	"last" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ticket_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ticket_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"ticket_id" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"event" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tickets_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"number" text NOT NULL,
	"status" "ticket_status" DEFAULT 'open' NOT NULL,
	"phase" "phase" DEFAULT 'acceptance' NOT NULL,
	"channel" "channel" NOT NULL,
	"subject" text NOT NULL,
	"requester_name" text NOT NULL,
	"requester_address" text,
	"requester_fax" text,
	"organization" text,
	"language" "language" NOT NULL,
	"kind" "kind" NOT NULL,
	"severity" "severity" NOT NULL,
	"impact" boolean NOT NULL,
	"category" "category" NOT NULL,
	"triage" boolean NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ticket_number" UNIQUE("number"),
	CONSTRAINT "ticket_critical_has_impact" CHECK ("tickets"."severity" <> 'critical' or "tickets"."impact"),
	CONSTRAINT "ticket_number_form" CHECK ("tickets"."number" ~ '^[0-9]{8}-[0-9]{4,}$')
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" text PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"pools" text[] NOT NULL,
	"started" timestamp with time zone NOT NULL,
	"seen" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clocks" ADD CONSTRAINT "clocks_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content_keys" ADD CONSTRAINT "content_keys_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "judgements" ADD CONSTRAINT "judgements_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_answers_id_messages_id_fk" FOREIGN KEY ("answers_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readings" ADD CONSTRAINT "readings_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_events" ADD CONSTRAINT "ticket_events_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clock_running_by_due" ON "clocks" USING btree ("due") WHERE "clocks"."met" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "inbox_name" ON "inboxes" USING btree ("name");--> statement-breakpoint
CREATE INDEX "message_ledger" ON "messages" USING btree ("inbox","uid_validity","uid");--> statement-breakpoint
CREATE INDEX "message_header_id" ON "messages" USING btree ("header_id");--> statement-breakpoint
CREATE INDEX "message_of_ticket" ON "messages" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "message_unplaced" ON "messages" USING btree ("id") WHERE "messages"."place" is null;--> statement-breakpoint
CREATE INDEX "message_quarantine" ON "messages" USING btree ("kept_at") WHERE "messages"."place" = 'quarantine';--> statement-breakpoint
CREATE INDEX "outbox_to" ON "outbox" USING btree ("recipient","created_at");--> statement-breakpoint
CREATE INDEX "outbox_unsent" ON "outbox" USING btree ("id") WHERE "outbox"."state" in ('queued', 'sending', 'failed', 'held');--> statement-breakpoint
CREATE INDEX "event_of_ticket" ON "ticket_events" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "ticket_by_requester" ON "tickets" USING btree ("requester_address");