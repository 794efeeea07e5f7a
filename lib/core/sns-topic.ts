/** A standard topic of Amazon SNS by its whole name (SNS API reference, CreateTopic). SES publishes to no other kind. */
export const SNS_TOPIC = /^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/;
