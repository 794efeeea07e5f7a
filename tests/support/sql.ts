import { Client } from "pg";

/** A look into a test's database from beside the product. */
export type Sql = {
  rows<Row>(text: string, params?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
};

/** Opens it. */
export async function openSql(url: string): Promise<Sql> {
  const client = new Client({ connectionString: url });
  // A database that is stopped or dropped ends the connection: the next question says so.
  client.on("error", () => undefined);
  await client.connect();
  return {
    async rows(text, params = []) {
      const { rows } = await client.query(text, [...params]);
      return rows;
    },
    close: () => client.end(),
  };
}
