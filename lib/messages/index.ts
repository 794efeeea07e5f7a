export { cancelVerification } from "./cancel-verification";
export { listCallbacks } from "./list-callbacks";
export { listVerifications, seenCountries } from "./list-verifications";
export { readVerification, verificationNeighbours } from "./read-verification";
export { receiveCallback } from "./receive-callback";
export { revealRecipient } from "./reveal-recipient";
export { findSuppression, liftSuppression, liftSuppressionOf } from "./suppressions";
