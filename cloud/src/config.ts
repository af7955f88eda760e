import { openClock } from "@baygate/shared/clock";
import { z } from "zod";
import type { MailConfig } from "./notify/mailers.ts";
import type { PaymentConfig } from "./payments/providers.ts";

/** Where the cloud keeps its things and whom it talks to. Everything has a default, so that `cloud serve` alone runs a house. */
export interface Config {
  /** Secrets, the embedded database and the operator's first token. */
  readonly dataDir: string;
  /** `trustedProxies`: so many of the house's own stand before it. */
  readonly http: { readonly host: string; readonly port: number; readonly trustedProxies: number };
  /** The address that people see, without a path: sign-in and passkeys are bound to it. Undefined: whatever they came by. */
  readonly publicUrl: string | undefined;
  /** `null`: the embedded server, in the data folder. */
  readonly databaseUrl: string | null;
  readonly mqtt:
    | { readonly kind: "embedded"; readonly port: number }
    | {
        readonly kind: "outside";
        readonly url: string;
        readonly user: string | undefined;
        readonly password: string | undefined;
      };
  readonly logLevel: LogLevel;
  /** Who may read the dashboard: operators, or anybody who reaches the port (the demo). */
  readonly dashboard: "operator" | "open";
  /** Three numbers for `openClock`. */
  readonly clock: string | undefined;
  /** Who takes drivers' money. */
  readonly payments: PaymentConfig;
  /** Where mails go: to a mail server, or no farther than the data folder. */
  readonly mail: MailConfig;
  readonly push: {
    /** Whom a push service may ask about the house's messages, as `mailto:` or `https:` (RFC 8292). */
    readonly contact: string;
    /** Push services on this machine are taken, too: for demos and tests. */
    readonly allowsLoopback: boolean;
  };
  /** Instead of `<dataDir>/secrets.json`. */
  readonly secretsFile: string | undefined;
}

const LogLevel = z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]);
export type LogLevel = z.infer<typeof LogLevel>;

const port = z.coerce.number("must be a port, 0 to 65535").int().min(0).max(65_535);
const text = z.string().min(1, "must not be empty");

function url(...schemes: string[]) {
  return text.refine(
    (each) => URL.canParse(each) && schemes.includes(new URL(each).protocol.slice(0, -1)),
    `must be an address that begins with ${schemes.map((scheme) => (scheme === "mailto" ? "mailto:" : `${scheme}://`)).join(" or ")}`,
  );
}

function runs(scale: string): boolean {
  try {
    openClock(scale);
    return true;
  } catch {
    return false;
  }
}

const mailFrom = text.regex(
  /^(?:[^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
  "must be an address, or a name and <address>",
);

/** The environment's variables, each of which a flag of the same meaning overrides. */
const Variables = z.object({
  BAYGATE_DATA: text.default(".baygate/cloud"),
  BAYGATE_HTTP_HOST: text.default("127.0.0.1"),
  BAYGATE_HTTP_PORT: port.default(8080),
  BAYGATE_PUBLIC_URL: url("http", "https").optional(),
  /** So many proxies in a row stand before the cloud, each of which adds who asked it to X-Forwarded-For. */
  BAYGATE_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  DATABASE_URL: url("postgres", "postgresql").optional(),
  MQTT_URL: url("mqtt", "mqtts", "ws", "wss").optional(),
  MQTT_USER: text.optional(),
  MQTT_PASSWORD: text.optional(),
  /** Port of the embedded broker; 0: any that is free. */
  BAYGATE_MQTT_PORT: port.default(0),
  BAYGATE_LOG_LEVEL: LogLevel.default("info"),
  BAYGATE_DASHBOARD: z.enum(["operator", "open"]).default("operator"),
  BAYGATE_CLOCK: text.refine(runs, 'must be three numbers "realMs,simulatedMs,speed"').optional(),
  BAYGATE_SECRETS_FILE: text.optional(),
  /** sandbox moves no money. */
  BAYGATE_PAYMENTS: z.enum(["sandbox", "stripe"]).default("sandbox"),
  STRIPE_SECRET_KEY: text.optional(),
  STRIPE_WEBHOOK_SECRET: text.optional(),
  /** Without it mails stay in the data folder. May hold user and password. */
  BAYGATE_SMTP_URL: url("smtp", "smtps").optional(),
  BAYGATE_MAIL_FROM: mailFrom.optional(),
  /** Asked by push services about what this house sends; without it the sender of its mails. */
  BAYGATE_PUSH_CONTACT: url("https", "mailto").optional(),
  BAYGATE_PUSH_LOOPBACK: z.enum(["refuse", "allow"]).default("refuse"),
  /** Instead of Stripe's own address. */
  STRIPE_BASE_URL: url("http", "https").optional(),
});
type Name = keyof typeof Variables.shape;

/** The bare address of a sender. */
const addressOf = (sender: string | undefined): string | undefined =>
  sender === undefined ? undefined : (/<(.+)>$/.exec(sender)?.[1] ?? sender);

/** What may be said on the command line, and the variable it stands for. */
export const flags: readonly { readonly flag: string; readonly words: string; readonly variable: Name }[] = [
  {
    flag: "--data <dir>",
    words: "folder of secrets and the embedded database (.baygate/cloud)",
    variable: "BAYGATE_DATA",
  },
  { flag: "--host <address>", words: "address of the HTTP server (127.0.0.1)", variable: "BAYGATE_HTTP_HOST" },
  { flag: "--port <port>", words: "port of the HTTP server (8080; 0: any free)", variable: "BAYGATE_HTTP_PORT" },
  {
    flag: "--public-url <url>",
    words: "the address that people see (whatever they came by)",
    variable: "BAYGATE_PUBLIC_URL",
  },
  { flag: "--database-url <url>", words: "PostgreSQL to use (default: an embedded one)", variable: "DATABASE_URL" },
  { flag: "--mqtt-url <url>", words: "MQTT broker to use (default: an embedded one)", variable: "MQTT_URL" },
  {
    flag: "--mqtt-port <port>",
    words: "port of the embedded broker (0: any that is free)",
    variable: "BAYGATE_MQTT_PORT",
  },
  { flag: "--log-level <level>", words: LogLevel.options.join(", "), variable: "BAYGATE_LOG_LEVEL" },
  { flag: "--dashboard <who>", words: "who may read the dashboard: operator, open", variable: "BAYGATE_DASHBOARD" },
  {
    flag: "--secrets-file <file>",
    words: "the issuer's key and the card key (in the data folder)",
    variable: "BAYGATE_SECRETS_FILE",
  },
];

/** Says of every wrong variable what is wrong with it, all at once. */
export class ConfigFault extends Error {
  readonly code = "config-invalid";
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`the configuration has ${faults.length} fault${faults.length === 1 ? "" : "s"}: ${faults.join("; ")}`);
    this.faults = faults;
  }
}

/**
 * Reads the configuration. An empty variable counts as not set.
 *
 * @param env the environment
 * @param given flags by the variable they stand for; they win
 * @throws ConfigFault with every fault.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  given: Readonly<Partial<Record<Name, string | undefined>>> = {},
): Config {
  const said = Object.fromEntries(
    Object.keys(Variables.shape).flatMap((name) => {
      const value = (given as Record<string, string | undefined>)[name] ?? env[name];
      return value === undefined || value === "" ? [] : [[name, value]];
    }),
  );
  const parsed = Variables.safeParse(said);
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  if ("MQTT_URL" in said && "BAYGATE_MQTT_PORT" in said)
    faults.push("BAYGATE_MQTT_PORT is the embedded broker's, which MQTT_URL replaces: set only one of them");
  if (!("MQTT_URL" in said) && ("MQTT_USER" in said || "MQTT_PASSWORD" in said))
    faults.push("MQTT_USER and MQTT_PASSWORD need MQTT_URL: the embedded broker makes its own");
  const stripeNames = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"];
  const isStripe = said["BAYGATE_PAYMENTS"] === "stripe";
  if (isStripe || stripeNames.some((name) => name in said))
    for (const name of stripeNames)
      if (!(name in said))
        faults.push(
          `${name} must be set: ${isStripe ? "BAYGATE_PAYMENTS is stripe" : "stripe needs it, too, to finish payments"}`,
        );
  if ("BAYGATE_SMTP_URL" in said && !("BAYGATE_MAIL_FROM" in said))
    faults.push("BAYGATE_MAIL_FROM must be set: mails by BAYGATE_SMTP_URL need a sender");
  if (!parsed.success || faults.length > 0) throw new ConfigFault(faults);

  const read = parsed.data;
  return {
    dataDir: read.BAYGATE_DATA,
    http: {
      ...{ host: read.BAYGATE_HTTP_HOST, port: read.BAYGATE_HTTP_PORT },
      trustedProxies: read.BAYGATE_TRUSTED_PROXIES,
    },
    publicUrl: read.BAYGATE_PUBLIC_URL,
    databaseUrl: read.DATABASE_URL ?? null,
    mqtt:
      read.MQTT_URL === undefined
        ? { kind: "embedded", port: read.BAYGATE_MQTT_PORT }
        : { kind: "outside", url: read.MQTT_URL, user: read.MQTT_USER, password: read.MQTT_PASSWORD },
    logLevel: read.BAYGATE_LOG_LEVEL,
    dashboard: read.BAYGATE_DASHBOARD,
    clock: read.BAYGATE_CLOCK,
    payments: {
      provider: read.BAYGATE_PAYMENTS,
      stripe:
        read.STRIPE_SECRET_KEY === undefined || read.STRIPE_WEBHOOK_SECRET === undefined
          ? null
          : {
              ...{ secretKey: read.STRIPE_SECRET_KEY, webhookSecret: read.STRIPE_WEBHOOK_SECRET },
              baseUrl: read.STRIPE_BASE_URL,
            },
    },
    mail:
      read.BAYGATE_SMTP_URL === undefined
        ? { kind: "local" }
        : { kind: "smtp", url: read.BAYGATE_SMTP_URL, from: read.BAYGATE_MAIL_FROM ?? "" },
    push: {
      contact: read.BAYGATE_PUSH_CONTACT ?? `mailto:${addressOf(read.BAYGATE_MAIL_FROM) ?? "operator@localhost"}`,
      allowsLoopback: read.BAYGATE_PUSH_LOOPBACK === "allow",
    },
    secretsFile: read.BAYGATE_SECRETS_FILE,
  };
}
