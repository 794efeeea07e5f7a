// Threes are read out and kept in mind most easily; what is left over goes to the end.
const GROUPS: Readonly<Record<number, readonly number[]>> = {
  6: [3, 3],
  7: [3, 4],
  8: [4, 4],
  9: [3, 3, 3],
  10: [3, 3, 4],
};

/** The sizes of the groups that a code of that many digits is shown in. */
export function groupSizes(digits: number): readonly number[] {
  return GROUPS[digits] ?? [digits];
}

/** The code cut into the groups it is shown in. */
export function groupDigits(code: string): string[] {
  const groups: string[] = [];
  let from = 0;
  for (const size of groupSizes(code.length)) {
    groups.push(code.slice(from, from + size));
    from += size;
  }
  return groups;
}
