import { z } from "zod";

const NAME = /^[A-Za-z][A-Za-z0-9_.:/-]*$/;
const NAME_MAX = 100;
const VALUE_MAX = 256;
const CLAIMS_MAX = 20;
const BYTES_MAX = 2048;

/** Names that mean something to whoever reads a token: IANA's registry of JWT claims, and those that Ninepin sets. */
const TAKEN = new Set(
  `iss sub aud exp nbf iat jti name given_name family_name middle_name nickname preferred_username profile picture website
  email email_verified gender birthdate zoneinfo locale phone_number phone_number_verified address updated_at azp nonce
  auth_time at_hash c_hash acr amr sub_jwk cnf sip_from_tag sip_date sip_callid sip_cseq_num sip_via_branch orig dest mky
  events toe txn rph sid vot vtm attest origid act scope client_id may_act jcard at_use_nbr div opt vc vp sph ace_profile
  cnonce exi roles groups entitlements token_introspection eat_nonce ueid sueids oemid hwmodel hwversion oemboot dbgstat
  location eat_profile submods uptime bootcount bootseed dloas swname swversion manifests measurements measres intuse cdniv
  cdnicrit cdniip cdniuc cdniets cdnistt cdnistd sig_val_claims authorization_details verified_claims
  place_of_birth nationalities birth_family_name birth_given_name birth_middle_name salutation title msisdn also_known_as
  htm htu ath atc sub_id rcd rcdi crn msgi _claim_names _claim_sources rdap_allowed_purposes rdap_dnt_allowed geohash
  role tenants tenant_id environment_id user_id session_id`.split(/\s+/),
);

/** Why a claim may not be called that; null where it may. */
function whyNotName(name: string): string | null {
  if (!NAME.test(name) || name.length > NAME_MAX)
    return `Must be a name of at most ${NAME_MAX} letters, digits and _ . : / -`;
  if (name.startsWith("np_") || TAKEN.has(name)) return "This claim has a meaning of its own: choose another name";
  return null;
}

const Scalar = z.union([z.string().max(VALUE_MAX), z.number(), z.boolean()], {
  error: `Must be a text of at most ${VALUE_MAX} characters, a number, true or false`,
});

/**
 * Claims that an environment adds to each of its access tokens. Never one that is registered or ours, so that none of
 * what a token says of its user can be replaced; small, since a token travels with every request.
 */
export const CustomClaims = z.record(z.string(), Scalar).superRefine((claims, context) => {
  const names = Object.keys(claims);
  for (const name of names) {
    const message = whyNotName(name);
    if (message !== null) context.addIssue({ code: "custom", path: [name], message });
  }
  if (names.length > CLAIMS_MAX) context.addIssue({ code: "custom", message: `At most ${CLAIMS_MAX} claims` });
  if (Buffer.byteLength(JSON.stringify(claims)) > BYTES_MAX) {
    context.addIssue({ code: "custom", message: `At most ${BYTES_MAX} bytes of JSON` });
  }
});
