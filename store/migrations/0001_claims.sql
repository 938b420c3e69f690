ALTER TYPE "public"."outbox_state" ADD VALUE 'dismissed';--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_recipient";--> statement-breakpoint
ALTER TABLE "inboxes" ADD COLUMN "identity" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "claimed_by" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_recipient" CHECK ("outbox"."recipient" is not null or "outbox"."state" not in ('queued', 'sending', 'sent'));