import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** Raw bytes. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** Every row of an environment carries it and leads its indexes with it. */
export const environmentId = () => uuid("environment_id").notNull();

/** A moment, with its zone. */
export const moment = (name: string) => timestamp(name, { withTimezone: true });

/** When the row was made, by the database's clock. */
export const createdAt = () => moment("created_at").notNull().defaultNow();
