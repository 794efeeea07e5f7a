import { Table } from "@/components/ui/table";
import { type Bucket, type Interval, type Series, type Unit, whenOf, wordsOf } from "./series";

const HEADS = { minute: "Minute", hour: "Hour", day: "Day" } as const satisfies Record<Interval, string>;

/** What a chart draws, as a table: the newest first. */
export function ChartTable({
  title,
  interval,
  unit,
  buckets,
  series,
}: {
  title: string;
  interval: Interval;
  unit: Unit;
  buckets: readonly Bucket[];
  series: readonly Series[];
}) {
  return (
    <div className="max-h-96 overflow-y-auto">
      <Table label={title}>
        <thead>
          <tr>
            <th scope="col">{HEADS[interval]}</th>
            {series.map(({ key, label }) => (
              <th key={key} scope="col" className="text-right">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {buckets.toReversed().map((bucket) => (
            <tr key={bucket.startsAt}>
              <th scope="row" className="num">
                {whenOf(bucket.startsAt, interval)}
              </th>
              {series.map(({ key }) => (
                <td key={key} className="num text-right">
                  {wordsOf(bucket.values[key], unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
