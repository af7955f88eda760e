import { z } from "zod";
import { type Permit, SCOPES, STAFF_ROLES } from "../accounts/permits.ts";
import type { App } from "./wire.ts";

// Which permits open which route. A route names them where OpenAPI has the roles of an operation, in its `security`; one that names none
// is the operator's under /v1/ops, and the driver's elsewhere. So the description is the table of who may what, and a test reads it.

/** A route as it was registered. */
type Route = Extract<App["openAPIRegistry"]["definitions"][number], { type: "route" }>["route"];

/** `security` of a route that any one of these permits opens. */
export const opened = (...by: readonly Permit[]): { bearer: string[] }[] => [{ bearer: [...by] }];

const PERMITS: readonly string[] = ["driver", ...STAFF_ROLES, ...SCOPES];
const isPermit = (text: string): text is Permit => PERMITS.includes(text);

/** What opens an address that says nothing itself. */
export const usualPermits = (path: string): readonly Permit[] =>
  path.startsWith("/v1/ops/") ? ["operator"] : ["driver"];

/** The permits of a route; none: it is open to anybody. */
export function permitsOf({ path, security = [] }: Pick<Route, "path" | "security">): readonly Permit[] {
  if (security.length === 0) return [];
  const named = security.flatMap((each) => Object.values(each).flat()).filter(isPermit);
  return named.length > 0 ? named : usualPermits(path);
}

/** What a guard has to know of a route. */
export interface Guarded {
  readonly permits: readonly Permit[];
  /** How it says which estate it is about, if it is about one. */
  readonly estateBy: "path" | "gate" | "query" | "itself" | "nothing";
}

/** Their answers hold what is of the asker's estates alone, or their bodies name one: they look themselves. */
const LOOK_THEMSELVES = new Set(["get /v1/ops/estates", "post /v1/ops/gates", "get /v1/ops/stays/{stay}"]);

function estateBy({ method, path, request }: Route): Guarded["estateBy"] {
  if (path.includes("{estate}")) return "path";
  if (path.includes("{gate}")) return "gate";
  if (LOOK_THEMSELVES.has(`${method} ${path}`)) return "itself";
  return request?.query instanceof z.ZodObject && "estate" in request.query.shape ? "query" : "nothing";
}

/** Every described route as the router names it: `GET /v1/ops/gates/:gate/orders`. */
export function guardedRoutes(app: App): ReadonlyMap<string, Guarded> {
  const routes = app.openAPIRegistry.definitions.flatMap((each) => (each.type === "route" ? [each.route] : []));
  return new Map(
    routes.map((route) => [
      `${route.method.toUpperCase()} ${route.path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
      { permits: permitsOf(route), estateBy: estateBy(route) },
    ]),
  );
}
