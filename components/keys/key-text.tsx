/** A key to read and to select. It breaks where it must, and a double click selects all of it. */
export function KeyText({ value }: { value: string }) {
  return (
    <code className="block select-all break-all rounded-2 border border-line bg-sunken px-3 py-2.5 text-12">
      {value}
    </code>
  );
}
