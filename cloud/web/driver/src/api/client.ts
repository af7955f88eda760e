import { createClient } from "@baygate/client";
import { overLink } from "./link.ts";
import { hearTime } from "./time.ts";

/** A request that takes longer than this has failed: somebody stands before a barrier. Milliseconds. */
const PATIENCE_MS = 15_000;

/** `fetch` with an end, that also learns the cloud's time from every answer. */
async function patientFetch(request: Request): Promise<Response> {
  const sentMs = Date.now();
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const response = await overLink(() => fetch(new Request(request, { signal, credentials: "same-origin" })));
  hearTime(response.headers.get("date"), sentMs);
  return response;
}

/** The API of the cloud that served this page; who asks is known by the session's cookie. */
export const client = createClient({ baseUrl: location.origin, fetch: patientFetch });
