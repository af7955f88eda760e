import { z } from "zod";
import { exampleOf } from "./openapi-examples.ts";
import { type Described, describeSchemas, type JsonSchema, setApart } from "./openapi-schemas.ts";
import { opened, permitsOf } from "./permits.ts";
import { ProblemBody } from "./problem.ts";
import type { App } from "./wire.ts";

const INFO = {
  title: "Baygate",
  version: "1",
  summary: "Parking estates: places, prices, stays and money.",
  description: `Amounts are integers in minor units of the currency beside them, times ISO 8601 in UTC, ids UUIDs or short names.

**Who asks.** Everything but the public part needs \`Authorization: Bearer …\`: a driver's token, an operator's, an integrator's key. A page that the cloud itself serves may use its session's cookie instead. The \`security\` of an operation names who may: any one of \`driver\`, \`operator\`, \`installer\` and the scopes of integrators' keys. Staff and keys of some estates find these alone.

**Refusals** are RFC 9457 problem details (\`application/problem+json\`). Programs go by \`code\`, which is stable; new codes may be added, so treat one that you do not know by its status. Beside what an operation names, any may answer \`internal\` (500) or \`database-unavailable\` (503, with \`Retry-After\`).

**Lists** come page by page: \`next\` of one page is the \`cursor\` of the next, null on the last one. Cursors are opaque.

**Money moves once.** What moves money asks for an \`Idempotency-Key\` of your own making, a UUID say. The same key with the same request does nothing twice; with another request it is refused as \`idempotency-key-reused\`.

**What has not changed** need not be sent again: answers to GET carry an \`ETag\`; send it as \`If-None-Match\` and get a 304.

**Fields may be added** to answers at any time; take those that you know.`,
  license: { name: "Apache-2.0", identifier: "Apache-2.0" },
};

/** What the groups of operations are about, in the order in which they are shown. */
const TAGS: Readonly<Record<string, string>> = {
  estates: "Where is room, and what does it cost: for anybody.",
  "sign-in": "People sign in with a code by mail or a passkey, on as many devices as they like.",
  driver: "A driver's own account, stays, receipts, vehicles and rights.",
  payments: "A driver's payment methods and payments.",
  notices: "What a driver is told, on which browsers, and when not.",
  groups: "Groups: several drivers, one wallet, one bill.",
  public: "Keys by which anybody can check what Baygate signed.",
};

/** A route as it was registered. */
type Route = Extract<App["openAPIRegistry"]["definitions"][number], { type: "route" }>["route"];
type Method = Route["method"];

/** One operation, as the document has it. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}
export type Content = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly example?: unknown;
}
export interface ApiDocument {
  readonly openapi: "3.1.0";
  readonly info: typeof INFO;
  readonly servers: readonly { readonly url: string; readonly description: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;
  readonly components: {
    readonly securitySchemes: object;
    readonly schemas: Readonly<Record<string, JsonSchema>>;
  };
}

/** `GET /v1/me/stays/{stay}` is `getMeStaysByStay`: as stable as the address itself. */
export function operationIdOf(method: string, path: string): string {
  const words = path
    .replace("/v1/", "")
    .replaceAll(/\{(\w+)\}/g, "by-$1")
    .split(/[^A-Za-z0-9]+/);
  return method + words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
}

const PLACES = { params: "path", query: "query", headers: "header" } as const;

/** Every schema of a route by its place in the document: of requests and of answers. */
function schemasOf(routes: readonly Route[]) {
  const asked = new Map<string, z.ZodType>();
  const answered = new Map<string, z.ZodType>();
  const add = (to: Map<string, z.ZodType>, place: string, schema: unknown) => {
    if (schema instanceof z.ZodType) to.set(place, schema);
  };
  for (const route of routes) {
    const id = operationIdOf(route.method, route.path);
    for (const part of ["params", "query", "headers"] as const) {
      const object = route.request?.[part];
      if (object instanceof z.ZodObject)
        for (const [name, schema] of Object.entries(object.shape)) add(asked, `${id} ${PLACES[part]} ${name}`, schema);
    }
    for (const [type, media] of Object.entries(route.request?.body?.content ?? {}))
      add(asked, `${id} body ${type}`, media && "schema" in media ? media.schema : undefined);
    for (const [status, response] of Object.entries(answersOf(route)))
      for (const [type, media] of Object.entries(contentOf(response)))
        add(answered, `${id} ${status} ${type}`, media.schema);
  }
  return { asked, answered };
}

/** A route's answers, with the one that means "as you have it". */
function answersOf(route: Route): Record<string, { readonly description: string; readonly content?: object }> {
  const known: Record<string, { description: string; content?: object }> = {
    ...(route.responses as typeof known),
    default: {
      description: "`internal` (500), or `database-unavailable` (503, with `Retry-After`).",
      content: { "application/problem+json": { schema: ProblemBody } },
    },
  };
  if (route.method !== "get" || !("200" in known)) return known;
  return { ...known, 304: { description: "Nothing has changed since the answer that had this ETag." } };
}

const contentOf = (response: { readonly content?: object }) =>
  (response.content ?? {}) as Readonly<Record<string, { readonly schema?: unknown; readonly example?: unknown }>>;

/** What is described, by its place. */
interface Known {
  readonly asked: Described;
  readonly answered: Described;
  readonly named: Readonly<Record<string, JsonSchema>>;
}

function content(from: object | undefined, place: string, half: Described, named: Known["named"]): Content {
  return Object.fromEntries(
    Object.entries(contentOf({ content: from ?? {} })).map(([type, media]) => {
      const schema = half.places[`${place} ${type}`] ?? (media.schema as JsonSchema | undefined) ?? {};
      if (type === "application/problem+json") return [type, { schema }];
      return [type, { schema, example: media.example ?? exampleOf(schema, named) }];
    }),
  );
}

function parametersOf(id: string, { asked, named }: Known): Parameter[] {
  const places = Object.entries(asked.places).filter(([place]) => /^\S+ (path|query|header) /.test(place));
  return places
    .filter(([place]) => place.startsWith(`${id} `))
    .map(([place, schema]) => {
      const [, where, name = ""] = place.split(" ");
      const description = schema.description ?? named[schema.$ref?.split("/").at(-1) ?? ""]?.description;
      return {
        ...{ name, in: where as Parameter["in"], required: where === "path" || !asked.optional.has(place) },
        ...(description === undefined ? {} : { description }),
        ...{ schema, example: exampleOf(schema, named, name) },
      };
    });
}

const ASKERS = { driver: "a driver, about their own", operator: "the operator's staff", installer: "installers" };

/** Who may ask, and what is said about the operation by hand. */
function descriptionOf(route: Route): string {
  const askers = permitsOf(route).map((permit) =>
    permit in ASKERS ? ASKERS[permit as keyof typeof ASKERS] : `keys with the scope \`${permit}\``,
  );
  const who = `Asked by ${askers.length === 0 ? "anybody" : askers.join(", ")}.`;
  return [route.description ?? `${route.summary ?? ""}.`, who].join(" ");
}

function operationOf(route: Route, known: Known): Operation {
  const id = operationIdOf(route.method, route.path);
  const body = route.request?.body;
  return {
    ...{ operationId: route.operationId ?? id, summary: route.summary ?? id, description: descriptionOf(route) },
    tags: route.tags ?? [],
    security: permitsOf(route).length === 0 ? [] : opened(...permitsOf(route)),
    parameters: parametersOf(id, known),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.required ?? false,
            content: content(body.content, `${id} body`, known.asked, known.named),
          },
        }),
    responses: Object.fromEntries(
      Object.entries(answersOf(route)).map(([status, response]) => [
        status,
        {
          description: response.description,
          ...(response.content
            ? { content: content(response.content, `${id} ${status}`, known.answered, known.named) }
            : {}),
        },
      ]),
    ),
  };
}

/** The OpenAPI 3.1 document of every route that the app has registered. */
export function apiDocument(app: App): ApiDocument {
  const routes = app.openAPIRegistry.definitions.flatMap((each) => (each.type === "route" ? [each.route] : []));
  const schemas = schemasOf(routes);
  const answered = describeSchemas(schemas.answered, "output");
  const asked = setApart(describeSchemas(schemas.asked, "input"), answered);
  const names = Object.entries({ ...asked.named, ...answered.named }).sort(([a], [b]) => (a < b ? -1 : 1));
  const known: Known = { asked, answered, named: Object.fromEntries(names) };
  const paths: Record<string, Partial<Record<Method, Operation>>> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route, known) };
  const tags = [...new Set([...Object.keys(TAGS), ...routes.flatMap((route) => route.tags ?? [])])];
  return {
    ...{ openapi: "3.1.0", info: INFO, servers: [{ url: "/", description: "This cloud." }] },
    tags: tags.map((name) => ({ name, description: TAGS[name] ?? `For the operator's staff: ${name}.` })),
    paths,
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", description: "A token, or a session's." } },
      schemas: known.named,
    },
  };
}

/** GET /v1/openapi.json: the API's own description, made once. */
export function addDescription(app: App): void {
  let text: string | undefined;
  app.get("/v1/openapi.json", (c) => {
    text ??= JSON.stringify(apiDocument(app));
    return c.body(text, 200, { "content-type": "application/json" });
  });
}
