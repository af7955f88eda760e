import createFetcher, { type Client } from "openapi-fetch";
import type { components, paths } from "./api.ts";

/** The shapes that stand in requests and answers, by their names in the description: `Schemas["Stay"]`. */
export type Schemas = components["schemas"];

/** `client.GET("/v1/me/stays", …)`: paths, parameters, bodies and answers are checked by the compiler. */
export type BaygateClient = Client<paths, `${string}/${string}`>;

export interface ClientOptions {
  /** Where the cloud is, as `https://parking.example`; empty in a page that the cloud itself serves. */
  readonly baseUrl?: string;
  /** What goes into `Authorization: Bearer`, asked for at every request; undefined: none is sent, cookies are. */
  readonly token?: () => string | undefined;
  /** Another `fetch`, for tests and for retrying. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** A client of the API. It runs in browsers, in Node and wherever else there is `fetch`. */
export function createClient({ baseUrl = "", token, fetch }: ClientOptions = {}): BaygateClient {
  const client: BaygateClient = createFetcher<paths, `${string}/${string}`>({
    baseUrl,
    ...(fetch === undefined ? {} : { fetch }),
  });
  client.use({
    onRequest({ request }) {
      const text = token?.();
      if (text !== undefined) request.headers.set("authorization", `Bearer ${text}`);
      return request;
    },
  });
  return client;
}

/** What a refusal says. `code` is a `Schemas["ProblemCode"]`, or one that is newer than this package. */
export type ProblemSeen = Partial<Omit<Schemas["Problem"], "code">> & { readonly code?: string };

/** A refusal by the API. Programs go by `code`, which is stable; people read `message`. */
export class ProblemError extends Error {
  readonly code: string;
  readonly status: number;
  readonly problem: ProblemSeen;

  constructor(status: number, problem: ProblemSeen = {}) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.name = "ProblemError";
    this.code = problem.code ?? "unreadable";
    this.status = status;
    this.problem = problem;
  }
}

/**
 * What was asked for.
 *
 * @throws ProblemError when the API refused; what `fetch` throws when there is no network.
 */
export async function answered<T>(
  asked: Promise<{ readonly data?: T; readonly error?: unknown; readonly response: Response }>,
): Promise<NonNullable<T>> {
  const { data, error, response } = await asked;
  if (response.ok && data !== undefined && data !== null) return data;
  throw problemOf(response, error);
}

/**
 * Waits for something that has no answer but that it is done (204).
 *
 * @throws as `answered` does.
 */
export async function done(asked: Promise<{ readonly error?: unknown; readonly response: Response }>): Promise<void> {
  const { error, response } = await asked;
  if (!response.ok) throw problemOf(response, error);
}

function problemOf(response: Response, error: unknown): ProblemError {
  const isProblem = typeof error === "object" && error !== null && "code" in error;
  return new ProblemError(response.status, isProblem ? (error as ProblemSeen) : {});
}
