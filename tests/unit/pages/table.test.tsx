import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Card } from "@/components/ui/card";
import { Table } from "@/components/ui/table";

it("a table is named and reachable by keyboard, and no second landmark in the card of its name", () => {
  const page = renderToStaticMarkup(
    <Card title="Members" padded={false}>
      <Table label="Members">
        <tbody />
      </Table>
    </Card>,
  );
  expect(page.match(/<section|role="region"/g)).toHaveLength(1);
  const scroller = /<[^>]+data-rows=""[^>]*>/.exec(page)?.[0] ?? "";
  for (const attribute of ['role="group"', 'aria-label="Members"', 'tabindex="0"', "overflow-x-auto"]) {
    expect(scroller.toLowerCase()).toContain(attribute.toLowerCase());
  }
});
