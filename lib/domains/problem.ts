/** What is wrong with a record, for programs; `problemText` says it to people. */
export const PROBLEMS = [
  "missing",
  "propagating",
  "unreachable",
  "wrong_value",
  "doubled_zone",
  "wrong_name",
  "missing_quotes",
  "extra_quotes",
  "two_records",
  "not_included",
  "too_many_lookups",
  "proxied",
  "missing_dot",
  "taken",
] as const;

export type Problem = (typeof PROBLEMS)[number];

/** A problem with what its sentence needs: names as they are in DNS, values as they were found. */
export type Diagnosis = {
  problem: Problem;
  at?: string;
  instead?: string;
  found?: string;
  seen?: number;
  asked?: number;
};

/** The record as it has to be entered. */
type Entered = { name: string; value: string; zone: string };

/** What was found and why it is wrong, and what to do about it, in a sentence or two. */
export function problemText(diagnosis: Diagnosis, record: Entered): string {
  return SENTENCES[diagnosis.problem]({ at: "", instead: "", found: "", seen: 0, asked: 0, ...diagnosis }, record);
}

type Sentence = (told: Required<Omit<Diagnosis, "problem">>, record: Entered) => string;

const SENTENCES: Readonly<Record<Problem, Sentence>> = {
  missing: () => "Nothing there yet.",
  propagating: ({ seen, asked }) =>
    `On its way: ${seen} of ${asked} resolvers ${seen === 1 ? "sees" : "see"} it. There is nothing to change.`,
  unreachable: () => "We could not reach DNS. We will try again.",
  wrong_value: () => "There is another value. Replace it with this one.",
  doubled_zone: ({ at }, { name, zone }) =>
    `It is at ${at}: your DNS host adds ${zone} by itself. Enter ${name} as the name.`,
  wrong_name: ({ at }, { name }) => `It is at ${at}. Move it: enter ${name} as the name.`,
  missing_quotes: ({ found }) =>
    `The value ends after “${found}”: your DNS host cuts it there. Put quotation marks around the whole value.`,
  extra_quotes: () => "Quotation marks have become part of the value. Enter it without them.",
  two_records: ({ instead }) => `There are two records, and mail servers then use none. Make them one: ${instead}`,
  not_included: ({ instead }) => `There is a record without us. Change it to: ${instead}`,
  too_many_lookups: ({ found }) =>
    `It takes more than ${found} look-ups, and mail servers stop there. Take out what you no longer send with.`,
  proxied: () => "An address answers in place of the CNAME: a proxy is on. Set the record to DNS only.",
  missing_dot: ({ found }, { value, zone }) =>
    `It leads to ${found}: your DNS host adds ${zone} to it. End the value with a dot: ${value}.`,
  taken: () =>
    "Another environment has this domain, and its record is still in DNS. Take that one out, and this one gets it.",
};
