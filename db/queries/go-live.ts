import type { Database } from "../client";
import { CLOCK, statement } from "./statement";

const ASKED = "metric = 'otp.requested' AND dimension = '' AND period = 'month' AND count > 0";

const READ = statement(
  "go_live_read",
  `SELECT EXISTS (SELECT FROM usage_counts WHERE environment_id = $2::uuid AND ${ASKED}) AS asked_in_test,
  EXISTS (SELECT FROM usage_counts WHERE environment_id = $3::uuid AND ${ASKED}) AS asked_in_live,
  EXISTS (SELECT FROM allowed_origins WHERE environment_id = $3::uuid) AS has_origins,
  EXISTS (SELECT FROM api_keys WHERE environment_id = $3::uuid AND revoked_at IS NULL
    AND (expires_at IS NULL OR expires_at > ${CLOCK})) AS has_key,
  EXISTS (SELECT FROM webhook_endpoints WHERE environment_id = $3::uuid AND deleted_at IS NULL
    AND disabled_at IS NULL) AS has_webhook`,
);

export type GoLiveRow = {
  asked_in_test: boolean;
  asked_in_live: boolean;
  has_origins: boolean;
  has_key: boolean;
  has_webhook: boolean;
};

/** What there is of a project on its way to live. Codes count a moment after they were asked for. */
export async function readGoLiveRow(db: Database, project: { test: string; live: string }): Promise<GoLiveRow> {
  const [row] = await db.run<GoLiveRow>(READ, [db.clockOffsetSeconds(), project.test, project.live]);
  if (!row) throw new Error("A statement without FROM answered no row");
  return row;
}
