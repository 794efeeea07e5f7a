export { deleteDomain, findDomain, listDomains, readDomain, requestDomain, verifyDomain } from "./domains";
export { DOMAINS_JOB } from "./job";
export {
  checkSharedDomain,
  readSharedDomain,
  type SharedDomain,
  shareDomain,
  sharesOf,
  unshareDomain,
} from "./share-domain";
export { installationSender, type Suggestion, suggestDomain } from "./suggest-domain";
