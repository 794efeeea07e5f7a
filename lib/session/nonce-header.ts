/** Where proxy.ts tells the page the nonce that its scripts and styles carry. */
export const NONCE_HEADER = "x-ninepin-nonce";
