export type PlanOptionsProps = { plans: readonly { name: string; title: string }[] };

/** The plans as the options of a select. */
export function PlanOptions({ plans }: PlanOptionsProps) {
  return plans.map(({ name, title }) => (
    <option key={name} value={name}>
      {title}
    </option>
  ));
}
