import { z } from "zod";
import { DisplayName, environmentField, optionalTimestamp, Timestamp, timestamp, Uuid } from "@/lib/core/wire";
import { CHANNELS, type Channel, type ProviderField } from "@/lib/delivery/channel";

const VALUE_MAX = 4_096;
const FIELDS_MAX = 20;

const FieldName = z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}$/);
const Value = z
  .string()
  .trim()
  .min(1, "Must not be empty")
  .max(VALUE_MAX)
  .regex(/^[^\0]*$/, "Must not contain control characters");
const Config = z
  .record(FieldName, Value)
  .refine((config) => Object.keys(config).length <= FIELDS_MAX, `At most ${FIELDS_MAX} fields`);
const ProviderName = z.string().regex(/^[a-z][a-z_]{0,39}$/, "Must be a provider's name, such as smtp");

/** Adds an account of the customer's own. */
export const ProviderAccountBody = z
  .strictObject({
    provider: ProviderName,
    label: DisplayName.optional(),
    config: Config.meta({
      description:
        "By the names of the provider's fields, as `offered` lists them. Of an account for email `from` is what its " +
        "mail comes from: needed until a domain of the environment is verified.",
    }),
    tenant_id: Uuid.optional().meta({
      description: "Whose it is: it carries that tenant's messages alone, and first.",
    }),
  })
  .transform(({ provider, label, config, tenant_id }) => ({
    provider,
    label: label ?? null,
    config,
    tenantId: tenant_id ?? null,
  }));

export type ProviderAccountInput = z.output<typeof ProviderAccountBody>;

/** Changes what is given: fields that are not named stay, null takes one away. */
export const ProviderAccountPatch = z
  .strictObject({ label: DisplayName.optional(), config: z.record(FieldName, Value.nullable()).optional() })
  .refine((body) => Object.keys(body).length > 0, "Must name what changes");

export type ProviderAccountPatchInput = z.output<typeof ProviderAccountPatch>;

/** The environment's own accounts, or those of one of its tenants. */
export const ProvidersQuery = z
  .strictObject({
    environment_id: environmentField,
    tenant_id: Uuid.optional().meta({ description: "The accounts, and the order, of one tenant." }),
  })
  .transform(({ environment_id, tenant_id }) => ({
    environmentId: environment_id ?? null,
    tenantId: tenant_id ?? null,
  }));

/** A path to an account. */
export const AccountParams = z.object({ account: Uuid });

const AnyChannel = z.enum(CHANNELS);

/** Sends a test message. */
export const TestAccountBody = z
  .strictObject({
    channel: AnyChannel.optional().meta({ description: "The provider's first unless given." }),
    to: z
      .string()
      .min(1)
      .max(254)
      .optional()
      .meta({ description: "An email address or a phone number. Discord and hooks need none." }),
  })
  .transform(({ channel, to }) => ({ channel: channel ?? null, to: to ?? null }));

export type TestAccountInput = z.output<typeof TestAccountBody>;

/** What the provider said of a test message. */
export const TestedAccountReply = z.object({
  accepted: z.boolean(),
  reason: z.string().nullable().meta({ description: "A class, such as `authentication`; null where it was taken." }),
  message: z.string().meta({ description: "What came of it, in words." }),
  detail: z.string().nullable().meta({ description: "The provider's own words." }),
  provider_message_id: z.string().nullable(),
  duration_ms: z.int(),
});

export type TestedAccount = {
  accepted: boolean;
  reason: string | null;
  message: string;
  detail: string | null;
  providerMessageId: string | null;
  durationMs: number;
};

/** A customer's own account. What signs in there is in no answer. */
export const ProviderAccountReply = z
  .object({
    id: z.uuid(),
    provider: z.string(),
    title: z.string(),
    label: z.string(),
    channels: z.array(AnyChannel),
    created_at: Timestamp,
    created_by: z.string(),
    updated_at: Timestamp,
    last_accepted_at: Timestamp.nullable(),
    last_error_at: Timestamp.nullable(),
    last_error: z.string().nullable().meta({ description: "A class, such as `authentication`." }),
    lacks_sender: z.boolean().meta({
      description: "It is for email and nothing says what its mail comes from: it is passed over.",
    }),
    callback_url: z
      .string()
      .nullable()
      .meta({ description: "Where the provider is to tell of deliveries: enter it in its settings." }),
    tenant_id: z.uuid().nullable().meta({ description: "The tenant whose messages alone it carries." }),
  })
  .meta({ id: "ProviderAccount" });

export type ProviderAccountView = {
  id: string;
  provider: string;
  title: string;
  label: string;
  channels: readonly Channel[];
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  lastAcceptedAt: Date | null;
  lastErrorAt: Date | null;
  lastError: string | null;
  /** It is for email and nothing says what its mail comes from: it is passed over. */
  lacksSender: boolean;
  callbackUrl: string | null;
  tenantId: string | null;
};

const Installed = z.object({ provider: z.string(), title: z.string(), channels: z.array(AnyChannel) });

/** A provider that is the installation's own: its operator has configured it, for Ninepin's mail and for customers. */
export type InstalledProvider = { name: string; title: string; channels: readonly Channel[] };

/** A path to one of the installation's own providers. */
export const InstalledParams = z.object({ provider: ProviderName });

/** The installation's own providers, in the order in which they are asked. */
export const InstalledReply = z.object({ data: z.array(Installed) });

/** The installation's own providers, on the wire. */
export function presentInstalled(providers: readonly InstalledProvider[]): z.input<typeof InstalledReply> {
  return { data: providers.map(toInstalled) };
}

function toInstalled({ name, title, channels }: InstalledProvider): z.input<typeof Installed> {
  return { provider: name, title, channels: [...channels] };
}

const OrderEntries = z.array(z.string());

/** Everybody who can carry messages: own accounts, the installation's by name, and whom an account can be at. */
export const ProvidersReply = z.object({
  data: z.array(ProviderAccountReply),
  installation: z.array(Installed),
  order: z
    .object({
      email: OrderEntries,
      sms: OrderEntries,
      voice: OrderEntries,
      whatsapp: OrderEntries,
      discord: OrderEntries,
      hook: OrderEntries,
    })
    .meta({
      description: "Who is asked for each channel now, in order: ids of own accounts, names of the installation's.",
    }),
  offered: z.array(
    Installed.extend({
      fields: z.array(
        z.object({
          name: z.string(),
          label: z.string(),
          secret: z.boolean(),
          optional: z.boolean(),
          help: z.string().nullable(),
        }),
      ),
    }),
  ),
});

export type ProvidersView = {
  data: readonly ProviderAccountView[];
  installation: readonly InstalledProvider[];
  order: Readonly<Record<Channel, readonly string[]>>;
  offered: readonly {
    name: string;
    title: string;
    channels: readonly Channel[];
    fields: readonly ProviderField[];
  }[];
};

/** An account on the wire. */
export function presentAccount(account: ProviderAccountView): z.input<typeof ProviderAccountReply> {
  return {
    id: account.id,
    provider: account.provider,
    title: account.title,
    label: account.label,
    channels: [...account.channels],
    created_at: timestamp(account.createdAt),
    created_by: account.createdBy,
    updated_at: timestamp(account.updatedAt),
    last_accepted_at: optionalTimestamp(account.lastAcceptedAt),
    last_error_at: optionalTimestamp(account.lastErrorAt),
    last_error: account.lastError,
    lacks_sender: account.lacksSender,
    callback_url: account.callbackUrl,
    tenant_id: account.tenantId,
  };
}

/** Everybody who can carry messages, on the wire. */
export function presentProviders({
  data,
  installation,
  order,
  offered,
}: ProvidersView): z.input<typeof ProvidersReply> {
  return {
    data: data.map(presentAccount),
    installation: installation.map(toInstalled),
    order: {
      email: [...order.email],
      sms: [...order.sms],
      voice: [...order.voice],
      whatsapp: [...order.whatsapp],
      discord: [...order.discord],
      hook: [...order.hook],
    },
    offered: offered.map(({ name, title, channels, fields }) => ({
      provider: name,
      title,
      channels: [...channels],
      fields: fields.map((field) => ({
        name: field.name,
        label: field.label,
        secret: field.secret,
        optional: field.optional === true,
        help: field.help ?? null,
      })),
    })),
  };
}

/** What the provider said of a test message, on the wire. */
export function presentTested(tested: TestedAccount): z.input<typeof TestedAccountReply> {
  return {
    accepted: tested.accepted,
    reason: tested.reason,
    message: tested.message,
    detail: tested.detail,
    provider_message_id: tested.providerMessageId,
    duration_ms: tested.durationMs,
  };
}

/** Who sends text messages: whose words they are, and the number or name that they come from, where it is known. */
export type SmsSender = { title: string; words: "template" | "provider"; from: string | null };
