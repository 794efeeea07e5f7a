/** Where the address of Twilio Verify is entered: no setting of Verify itself takes one. */
export function EventStreams() {
  return (
    <p className="max-w-[68ch] text-13 text-muted">
      In Twilio’s Event Streams, create a webhook sink with this address and subscribe it to the message status of
      Verify.
    </p>
  );
}
