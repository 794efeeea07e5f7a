import { SAMPLE_NAMES, type SampleName } from "@/lib/templates/samples";

/** The sample that an address names, or the one with everything known. */
export function sampleIn(name: string | string[] | null | undefined): SampleName {
  return SAMPLE_NAMES.find((each) => each === name) ?? "full";
}
