import { createClient, ProblemError } from "@baygate/client";
import { hearTime } from "./time.ts";

/** A request that takes longer than this has failed: somebody stands before a barrier. Milliseconds. */
const PATIENCE_MS = 15_000;

/** `fetch` with an end, that also learns the cloud's time from every answer. */
async function patientFetch(request: Request): Promise<Response> {
  const sentMs = Date.now();
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const response = await fetch(new Request(request, { signal, credentials: "same-origin" }));
  hearTime(response.headers.get("date"), sentMs);
  return response;
}

/** The API of the cloud that served this page; who asks is known by the session's cookie. */
export const client = createClient({ baseUrl: location.origin, fetch: patientFetch });

/**
 * A request outside the described API, which is signing in (better-auth's own routes).
 *
 * @throws ProblemError when it is refused; what `fetch` throws when there is no network.
 */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await patientFetch(
    new Request(new URL(path, location.origin), {
      method,
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    }),
  );
  const text = await response.text();
  const content: unknown =
    text === "" || !/json/.test(response.headers.get("content-type") ?? "") ? {} : JSON.parse(text);
  if (!response.ok) throw new ProblemError(response.status, problemOf(response.status, content));
  return content as T;
}

/** better-auth writes its codes as INVALID_OTP. */
function problemOf(status: number, content: unknown): { code: string } {
  const code = typeof content === "object" && content !== null && "code" in content ? String(content.code) : "";
  if (status === 429) return { code: "too-many-requests" };
  return { code: code.toLowerCase().replaceAll("_", "-") || "unreadable" };
}
