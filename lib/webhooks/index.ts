export { listEvents } from "./catalogue";
export { deleteWebhook, rotateWebhookSecret, updateWebhook } from "./change-endpoint";
export { deleteLeftovers } from "./delete-leftovers";
export { webhookJob } from "./deliver-due";
export { listDeliveries, neighboursOf, readWholeDelivery, recoverFailed, replayWebhook } from "./deliveries";
export { createEcho, findEcho, readEcho, readEchoAt, receiveEcho } from "./echo";
export { endDisabled } from "./end-disabled";
export { createWebhook, findWebhook, listWebhooks, readWebhook } from "./endpoints";
export { testUrl, testWebhook } from "./test-send";
