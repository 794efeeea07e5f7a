// The packages' own types know their shared instances only, as which the classes are not exported.

declare module "@sendgrid/client/src/classes/client.js" {
  import type shared from "@sendgrid/client";

  const Client: new () => typeof shared;
  export default Client;
}

declare module "@sendgrid/mail/src/classes/mail-service.js" {
  import type shared from "@sendgrid/mail";

  const MailService: new () => typeof shared;
  export default MailService;
}
