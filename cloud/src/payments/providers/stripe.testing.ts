import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

const fault = (status: number, type: string, code: string, more: object = {}) => ({
  status,
  body: { error: { type, code, message: code, ...more } },
});

const setupIntent = (id: string, form: URLSearchParams) => ({
  ...{ id, object: "setup_intent", status: "requires_payment_method", client_secret: `${id}_secret` },
  ...{ payment_method: null, customer: form.get("customer"), metadata: { account: form.get("metadata[account]") } },
});

/** Newest first, as far as `stripe.ts` asks: a customer's intents since a moment, an intent's refunds. */
function list(kind: string, all: Iterable<Record<string, unknown>>, query: URLSearchParams) {
  const field = kind === "refunds" ? "payment_intent" : "customer";
  const since = Number(query.get("created[gte]") ?? 0);
  const data = [...all].filter((each) => each[field] === query.get(field) && Number(each["created"] ?? since) >= since);
  return { status: 200, body: { object: "list", url: `/v1/${kind}`, has_more: false, data: data.reverse() } };
}

/** What stands behind the addresses. */
function openApi() {
  const intents = new Map<
    string,
    Record<string, unknown> & { readonly customer: string | null; readonly created: number }
  >();
  const setups = new Map<string, Record<string, unknown>>();
  const refunds = new Map<string, Record<string, unknown>>();
  const moved: { intent: string; amount: number }[] = [];
  let next = 1;

  const charge = (form: URLSearchParams) => {
    const method = form.get("payment_method") ?? "";
    const id = `pi_${next++}`;
    const metadata = { payment: form.get("metadata[payment]"), key: form.get("metadata[key]") };
    const base = {
      id,
      object: "payment_intent",
      amount: Number(form.get("amount")),
      currency: form.get("currency"),
      customer: form.get("customer"),
      created: Math.floor(Date.now() / 1000),
      metadata,
    };
    const make = (status: string, more: object = {}) => {
      const intent = { ...base, status, client_secret: `${id}_secret`, last_payment_error: null, ...more };
      intents.set(id, intent);
      if (status === "succeeded") moved.push({ intent: id, amount: base.amount });
      return { status: 200, body: intent };
    };
    if (method === "pm_declined") {
      const failed = make("requires_payment_method", {
        last_payment_error: { code: "card_declined", decline_code: "insufficient_funds" },
      });
      return fault(402, "card_error", "card_declined", {
        decline_code: "insufficient_funds",
        payment_intent: failed.body,
      });
    }
    if (method === "pm_action")
      return form.get("off_session") === "true"
        ? fault(402, "card_error", "authentication_required", { payment_intent: make("requires_payment_method").body })
        : make("requires_action");
    if (method === "pm_processing") return make("processing");
    if (["pm_ok", "pm_broken", "pm_hung"].includes(method)) return make("succeeded");
    return fault(400, "invalid_request_error", "resource_missing");
  };
  const refund = (form: URLSearchParams) => {
    const intent = intents.get(form.get("payment_intent") ?? "");
    if (!intent) return fault(400, "invalid_request_error", "resource_missing");
    const made = {
      ...{ id: `re_${next++}`, object: "refund", status: "succeeded", amount: Number(form.get("amount")) },
      ...{ payment_intent: intent["id"], metadata: { key: form.get("metadata[key]") } },
    };
    refunds.set(made.id, made);
    moved.push({ intent: String(intent["id"]), amount: -made.amount });
    return { status: 200, body: made };
  };
  const setup = (form: URLSearchParams) => {
    const id = `seti_${next++}`;
    const made = setupIntent(id, form);
    setups.set(id, made);
    return { status: 200, body: made };
  };
  const answer = (method: string, { pathname: path, searchParams }: URL, form: URLSearchParams) => {
    const [, , kind, id] = path.split("/");
    if (method === "GET" && id === undefined && (kind === "payment_intents" || kind === "refunds"))
      return list(kind, kind === "refunds" ? refunds.values() : intents.values(), searchParams);
    const held = { payment_intents: intents, setup_intents: setups, refunds }[kind ?? ""];
    if (method === "GET") {
      const found = held?.get(id ?? "");
      return found ? { status: 200, body: found } : fault(404, "invalid_request_error", "resource_missing");
    }
    if (kind === "customers") return { status: 200, body: { id: `cus_${next++}`, object: "customer" } };
    if (kind === "payment_intents") return charge(form);
    if (kind === "setup_intents") return setup(form);
    return kind === "refunds" ? refund(form) : fault(404, "invalid_request_error", "url_invalid");
  };
  return { intents, setups, moved, answer };
}

/**
 * A server that speaks as much of Stripe's HTTP as `stripe.ts` uses: form bodies, idempotency keys, errors in their envelope. Payment
 * methods say by their name how they behave: `pm_ok`, `pm_declined`, `pm_action`, `pm_processing`, `pm_broken` (moves money, then answers 500
 * the first time), `pm_hung` (moves money and never answers the first time).
 *
 * @see https://docs.stripe.com/api
 */
export async function openStripeDouble() {
  const { intents, setups, moved, answer } = openApi();
  const answers = new Map<string, { status: number; body: object }>();
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await text(request));
    const url = new URL(request.url ?? "/", "http://x");
    const key = request.headers["idempotency-key"];
    const known = typeof key === "string" ? answers.get(key) : undefined;
    const given = known ?? answer(request.method ?? "GET", url, form);
    if (typeof key === "string") answers.set(key, given);
    const method = form.get("payment_method");
    if (!known && method === "pm_hung") return;
    const said = !known && method === "pm_broken" ? fault(500, "api_error", "internal") : given;
    response.writeHead(said.status, { "content-type": "application/json" }).end(JSON.stringify(said.body));
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** Every movement of money. */
    moved,
    intents,
    /** The driver finishes a set-up on their phone with this method. */
    finishSetup(id: string, method: string) {
      const known = setups.get(id);
      if (!known) throw new Error(`no setup ${id}`);
      const card = { brand: "visa", last4: "4242" };
      setups.set(id, { ...known, status: "succeeded", payment_method: { id: method, type: "card", card } });
    },
    /** A day goes by: what idempotency keys stood for is forgotten. */
    forgetKeys: () => answers.clear(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
