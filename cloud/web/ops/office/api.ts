import { byId, setText } from "../dom.ts";

const TOKEN = "baygate-operator-token";

/** What the API refused, in its words. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, words: string) {
    super(words);
    this.code = code;
    this.status = status;
  }
}

interface ProblemSeen {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly faults?: readonly { readonly field: string; readonly expected: string }[];
}

function refusalOf(status: number, problem: ProblemSeen): Refusal {
  const faults = (problem.faults ?? []).map(({ field, expected }) => `${field}: ${expected}`).join("; ");
  const words = [problem.title ?? `The server answered ${status}.`, problem.detail ?? "", faults].filter(Boolean);
  return new Refusal(problem.code ?? "unknown", status, words.join(" "));
}

let asking: Promise<string> | undefined;

/** Asks for the token once, however many requests want it. It stays in this tab. */
function askToken(words: string): Promise<string> {
  asking ??= new Promise((signedIn) => {
    const dialog = byId("token");
    const field = byId("token-field");
    if (!(dialog instanceof HTMLDialogElement && field instanceof HTMLInputElement)) return;
    setText(byId("token-words"), words);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener(
      "submit",
      () => {
        const token = field.value.trim();
        field.value = "";
        sessionStorage.setItem(TOKEN, token);
        asking = undefined;
        signedIn(token);
      },
      { once: true },
    );
    dialog.showModal();
  });
  return asking;
}

const FIRST_WORDS = "Paste an operator's token. It stays in this tab only.";
const AGAIN_WORDS = "This token is not an operator's, or it has expired.";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

async function answerOf(method: Method, path: string, body?: unknown, key?: string): Promise<Response> {
  for (;;) {
    const token = sessionStorage.getItem(TOKEN) ?? (await askToken(FIRST_WORDS));
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(path, { method, headers, cache: "no-store", ...sent });
    if (answer.status !== 401 && answer.status !== 403) return answer;
    // Somebody may have signed in again meanwhile.
    if (sessionStorage.getItem(TOKEN) === token) sessionStorage.removeItem(TOKEN);
    if (sessionStorage.getItem(TOKEN) === null) await askToken(AGAIN_WORDS);
  }
}

/**
 * One request to the API, signed in.
 *
 * @param key idempotency key, where the route wants one.
 * @throws Refusal when the API does not do it.
 */
export async function ask<T>(method: Method, path: string, body?: unknown, key?: string): Promise<T> {
  const answer = await answerOf(method, path, body, key);
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw refusalOf(answer.status, content);
  return content;
}

export const read = <T>(path: string): Promise<T> => ask<T>("GET", path);

/** A list whose pages are all wanted, up to a bound: for choices, not for books. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | null;
}

/** Saves a file that only who is signed in may have. */
export async function download(path: string, name: string): Promise<void> {
  const answer = await answerOf("GET", path);
  if (!answer.ok) throw refusalOf(answer.status, await answer.json().catch(() => ({})));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
