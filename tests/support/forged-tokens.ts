import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import type { SigningKey } from "@/lib/ports";

/** A good token taken apart, and the keys that an attacker could never have. */
export type Original = { token: string; key: SigningKey; otherEnvironment: { token: string; key: SigningKey } };

/** What was done to a token, and the token. */
export type Forgery = readonly [what: string, token: string];

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const raw = (text: string) => Buffer.from(text).toString("base64url");

function signEs256(data: string, key: KeyObject): string {
  return sign("sha256", Buffer.from(data), { key, dsaEncoding: "ieee-p1363" }).toString("base64url");
}

/**
 * Tokens that must be refused, each made from a good one. Those whose claims are changed are signed with the
 * environment's real key, so that only the claim can be what is refused; those whose header is changed, too.
 */
export function forgeTokens({ token, key, otherEnvironment }: Original): Forgery[] {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims: Record<string, unknown> = JSON.parse(Buffer.from(payload, "base64url").toString());
  const head: Record<string, unknown> = JSON.parse(Buffer.from(header, "base64url").toString());
  const now = Math.floor(Date.now() / 1000);
  const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const edwards = generateKeyPairSync("ed25519");

  const signed = (newHead: unknown, newClaims: unknown, by = key.privateKey) => {
    const data = `${encode(newHead)}.${encode(newClaims)}`;
    return `${data}.${signEs256(data, by)}`;
  };
  const withHead = (changes: object) => signed({ ...head, ...changes }, claims);
  const withClaims = (changes: object) => signed(head, { ...claims, ...changes });
  const without = (name: string) =>
    signed(head, Object.fromEntries(Object.entries(claims).filter(([each]) => each !== name)));
  const hmac = (secret: Buffer | string, alg = "HS256") => {
    const data = `${encode({ ...head, alg })}.${payload}`;
    return `${data}.${createHmac(alg === "HS512" ? "sha512" : "sha256", secret)
      .update(data)
      .digest("base64url")}`;
  };
  const publicJwk: Record<string, unknown> = { ...key.publicJwk };
  const spki = key.publicKey.export({ format: "pem", type: "spki" });
  const ownJwk = own.publicKey.export({ format: "jwk" });
  const bytes = Buffer.from(signature, "base64url");
  const flipped = (at: number) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
    return copy.toString("base64url");
  };
  const lastLetter = (text: string) => {
    // The last character of 64 bytes has four bits that base64 leaves unused: this spells the same bytes differently.
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return text.slice(0, -1) + (alphabet[alphabet.indexOf(text.slice(-1)) ^ 1] ?? "");
  };
  const der = sign("sha256", Buffer.from(`${header}.${payload}`), key.privateKey).toString("base64url");
  const others = {
    rs256: `${encode({ ...head, alg: "RS256" })}.${payload}`,
    ps256: `${encode({ ...head, alg: "PS256" })}.${payload}`,
    eddsa: `${encode({ ...head, alg: "EdDSA" })}.${payload}`,
  };

  return [
    ["alg none, no signature", `${encode({ alg: "none", typ: "at+jwt" })}.${payload}.`],
    ["alg none with the kid", `${encode({ ...head, alg: "none" })}.${payload}.`],
    ["alg None", `${encode({ ...head, alg: "None" })}.${payload}.`],
    ["alg nOnE with the old signature", `${encode({ ...head, alg: "nOnE" })}.${payload}.${signature}`],
    ["alg empty", `${encode({ ...head, alg: "" })}.${payload}.${signature}`],
    ["alg missing", `${encode({ typ: head.typ, kid: head.kid })}.${payload}.${signature}`],
    ["alg a list", withHead({ alg: ["ES256"] })],
    ["alg in lower case", withHead({ alg: "es256" })],
    ["alg ES384 over an ES256 signature", withHead({ alg: "ES384" })],
    ["alg ES512 over an ES256 signature", withHead({ alg: "ES512" })],
    ["alg ES256K over an ES256 signature", withHead({ alg: "ES256K" })],
    ["HS256 with the public key's PEM", hmac(spki)],
    ["HS256 with the public key's DER", hmac(key.publicKey.export({ format: "der", type: "spki" }))],
    ["HS256 with the public JWK's text", hmac(JSON.stringify(key.publicJwk))],
    ["HS256 with x of the public key", hmac(Buffer.from(String(publicJwk.x), "base64url"))],
    ["HS512 with the public key's PEM", hmac(spki, "HS512")],
    ["HS256 with nothing", hmac("")],
    [
      "RS256 with a key of the forger's",
      `${others.rs256}.${sign("sha256", Buffer.from(others.rs256), rsa.privateKey).toString("base64url")}`,
    ],
    [
      "PS256 with a key of the forger's",
      `${others.ps256}.${sign("sha256", Buffer.from(others.ps256), { key: rsa.privateKey, padding: 6 }).toString("base64url")}`,
    ],
    [
      "EdDSA with a key of the forger's",
      `${others.eddsa}.${sign(null, Buffer.from(others.eddsa), edwards.privateKey).toString("base64url")}`,
    ],
    ["ES256 with a key of the forger's", signed(head, claims, own.privateKey)],
    ["a key of the forger's in jwk", signed({ ...head, jwk: ownJwk }, claims, own.privateKey)],
    [
      "a key of the forger's in jwk, without kid",
      signed({ alg: "ES256", typ: "at+jwt", jwk: ownJwk }, claims, own.privateKey),
    ],
    ["jku", signed({ ...head, jku: "http://127.0.0.1:1/jwks.json" }, claims, own.privateKey)],
    ["x5u", signed({ ...head, x5u: "http://127.0.0.1:1/chain.pem" }, claims, own.privateKey)],
    ["x5c", signed({ ...head, x5c: [raw("certificate")] }, claims, own.privateKey)],
    ["a truly signed header with jwk", withHead({ jwk: key.publicJwk })],
    ["a truly signed header with crit", withHead({ crit: ["exp"], exp: now })],
    ["a truly signed header with b64", withHead({ crit: ["b64"], b64: false })],
    ["a truly signed header with zip", signed({ ...head, zip: "DEF" }, claims)],
    [
      "a deflated payload",
      (() => {
        const data = `${encode({ ...head, zip: "DEF" })}.${deflateRawSync(JSON.stringify(claims)).toString("base64url")}`;
        return `${data}.${signEs256(data, key.privateKey)}`;
      })(),
    ],
    ["kid of nobody", withHead({ kid: "nobody" })],
    ["kid missing", signed({ alg: "ES256", typ: "at+jwt" }, claims)],
    ["kid a path", withHead({ kid: "../../../../dev/null" })],
    ["kid an injection", withHead({ kid: "' OR 1=1 --" })],
    ["kid a number", withHead({ kid: 1 })],
    ["kid __proto__", withHead({ kid: "__proto__" })],
    ["kid of the other environment over our signature", withHead({ kid: otherEnvironment.key.kid })],
    ["typ JWT", withHead({ typ: "JWT" })],
    ["typ missing", signed({ alg: "ES256", kid: head.kid }, claims)],
    ["typ AT+JWT", withHead({ typ: "AT+JWT" })],
    ["typ application/at+jwt", withHead({ typ: "application/at+jwt" })],
    ["typ of an id token", withHead({ typ: "id+jwt" })],
    ["typ of a logout token", withHead({ typ: "logout+jwt" })],
    ["the header's members in another order", signed({ kid: head.kid, typ: head.typ, alg: head.alg }, claims)],
    [
      "another environment's key under our issuer",
      signed({ ...head, kid: otherEnvironment.key.kid }, claims, otherEnvironment.key.privateKey),
    ],
    [
      "our key under another environment's issuer",
      withClaims({ iss: String(claims.iss).replace(key.environmentId, otherEnvironment.key.environmentId) }),
    ],
    ["another environment's key under our kid", signed(head, claims, otherEnvironment.key.privateKey)],
    ["our header on another environment's token", `${header}.${otherEnvironment.token.split(".").slice(1).join(".")}`],
    ["iss of another installation", withClaims({ iss: `https://elsewhere.example/e/${key.environmentId}` })],
    ["iss with a slash more", withClaims({ iss: `${claims.iss}/` })],
    ["iss that goes up", withClaims({ iss: `${claims.iss}/../${otherEnvironment.key.environmentId}` })],
    [
      "iss in upper case",
      withClaims({ iss: String(claims.iss).replace(key.environmentId, key.environmentId.toUpperCase()) }),
    ],
    ["iss with an id that is almost one", withClaims({ iss: String(claims.iss).replace(/-(.)/, "$1-") })],
    ["iss of an environment that is not there", withClaims({ iss: String(claims.iss).replace(/.{4}$/, "ffff") })],
    ["iss a list", withClaims({ iss: [claims.iss] })],
    ["iss missing", without("iss")],
    ["aud a list", withClaims({ aud: [claims.aud] })],
    ["aud empty", withClaims({ aud: "" })],
    ["aud an empty list", withClaims({ aud: [] })],
    ["aud missing", without("aud")],
    ["aud of the other environment", withClaims({ aud: otherEnvironment.key.environmentId })],
    ["exp over", withClaims({ exp: now - 1 })],
    ["exp now", withClaims({ exp: now })],
    ["exp a string", withClaims({ exp: String(now + 600) })],
    ["exp missing", without("exp")],
    ["exp null", withClaims({ exp: null })],
    ["exp a fraction", withClaims({ exp: now + 600.5 })],
    [
      "exp beyond all numbers",
      signedText(head, JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999'), key.privateKey),
    ],
    ["exp negative", withClaims({ exp: -1 })],
    ["iat in the future", withClaims({ iat: now + 3600 })],
    ["iat a string", withClaims({ iat: String(now) })],
    ["iat missing", without("iat")],
    ["sub of somebody else", withClaims({ sub: claims.sid })],
    ["sub not an id", withClaims({ sub: "admin" })],
    ["sub missing", without("sub")],
    ["sid of nobody", withClaims({ sid: claims.sub })],
    ["sid not an id", withClaims({ sid: "' OR 1=1 --" })],
    ["sid missing", without("sid")],
    ["client_id missing", without("client_id")],
    ["claims that are a list", signed(head, [claims])],
    ["claims that are null", signed(head, null)],
    ["claims that are no JSON", signedText(head, "{", key.privateKey)],
    ["empty claims", signed(head, {})],
    ["the signature of another token", `${header}.${payload}.${otherEnvironment.token.split(".")[2]}`],
    ["the first bit of r changed", `${header}.${payload}.${flipped(0)}`],
    ["the last bit of r changed", `${header}.${payload}.${flipped(31)}`],
    ["the first bit of s changed", `${header}.${payload}.${flipped(32)}`],
    ["the last bit of s changed", `${header}.${payload}.${flipped(63)}`],
    ["r and s of zero (CVE-2022-21449)", `${header}.${payload}.${Buffer.alloc(64).toString("base64url")}`],
    [
      "r and s of one",
      `${header}.${payload}.${Buffer.concat([Buffer.alloc(31), Buffer.from([1]), Buffer.alloc(31), Buffer.from([1])]).toString("base64url")}`,
    ],
    [
      "r and s swapped",
      `${header}.${payload}.${Buffer.concat([bytes.subarray(32), bytes.subarray(0, 32)]).toString("base64url")}`,
    ],
    ["the signature in DER", `${header}.${payload}.${der}`],
    ["the signature a byte short", `${header}.${payload}.${bytes.subarray(0, 63).toString("base64url")}`],
    [
      "the signature a byte long",
      `${header}.${payload}.${Buffer.concat([bytes, Buffer.alloc(1)]).toString("base64url")}`,
    ],
    ["the signature twice", `${token}${signature}`],
    ["no signature", `${header}.${payload}.`],
    ["no signature and no dot", `${header}.${payload}`],
    ["the signature spelt another way", `${header}.${payload}.${lastLetter(signature)}`],
    ["the signature padded", `${token}==`],
    ["the signature in plain base64", `${header}.${payload}.${bytes.toString("base64").replace(/=+$/, "")}+/`],
    ["the signature with a blank", `${header}.${payload}.${signature.slice(0, 40)} ${signature.slice(40)}`],
    ["the payload padded", `${header}.${payload}=.${signature}`],
    ["the header padded", `${header}=.${payload}.${signature}`],
    ["the header spelt another way", `${lastLetter(header)}.${payload}.${signature}`],
    ["a dot at the end", `${token}.`],
    ["two dots at the end", `${token}..`],
    ["a dot at the start", `.${token}`],
    ["four parts", `${header}.${payload}.${signature}.${signature}`],
    ["five parts, as of an encrypted one", `${header}.${signature}.${signature}.${payload}.${signature}`],
    ["one part", header],
    [
      "an encrypted one's header",
      `${encode({ alg: "dir", enc: "A256GCM", typ: "at+jwt" })}..${raw("iv")}.${raw("text")}.${raw("tag")}`,
    ],
    [
      "PBES2 with a billion rounds",
      `${encode({ alg: "PBES2-HS256+A128KW", enc: "A128GCM", p2c: 1e9, p2s: raw("salt") })}.${raw("k")}.${raw("iv")}.${raw("t")}.${raw("g")}`,
    ],
    ["the parts in another order", `${payload}.${header}.${signature}`],
    ["nine thousand characters more than it needs", signed(head, { ...claims, padding: "x".repeat(9_000) })],
    ["nothing", "a.b.c"],
    ["dots", ".."],
  ];
}

/** Claims exactly as written, truly signed. */
function signedText(head: unknown, claims: string, key: KeyObject): string {
  const data = `${encode(head)}.${raw(claims)}`;
  return `${data}.${signEs256(data, key)}`;
}

/** The other signature that ECDSA has for the same token: (r, n - s). Anybody can make it, and it changes nothing. */
export function otherSignature(token: string): string {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const [header, payload, signature = ""] = token.split(".");
  const bytes = Buffer.from(signature, "base64url");
  const s = order - BigInt(`0x${bytes.subarray(32).toString("hex")}`);
  const other = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, "0"), "hex")]);
  return `${header}.${payload}.${other.toString("base64url")}`;
}
