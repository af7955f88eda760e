import { AccountRef, EstateId } from "@baygate/shared/ids";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { readAccount } from "../accounts/accounts.actions.ts";
import { readEstate } from "../estates/estates.actions.ts";
import { closeDay, listCloses, proveNow } from "../ledger/close.actions.ts";
import { proofOf } from "../ledger/close.ts";
import type { Correction } from "../ledger/correction.ts";
import { correctStayByOperator, type StayCorrected } from "../ledger/corrections.actions.ts";
import { acceptDispute, listDisputes, refuseDispute } from "../ledger/disputes.actions.ts";
import { type RefundMade, refundToCard } from "../ledger/refunds.actions.ts";
import { readStatement } from "../ledger/statements.actions.ts";
import { listReceipts, readReceiptDocument } from "../receipts/receipts.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { fileResponse, pdfResponse, receiptIdOf } from "./driver-receipts.ts";
import {
  Dispute,
  disputeOf,
  pageBefore,
  ReceiptListed,
  receiptListed,
  SignedReceipt,
  StatementPage,
  statementAsked,
  statementPage,
  statementQuery,
} from "./ledger-wire.ts";
import { opened } from "./permits.ts";
import { ANY, BODY, Problem, refusals, settled } from "./problem.ts";
import {
  AmountMinor,
  type App,
  At,
  accountPath,
  Done,
  done,
  estatePath,
  idempotencyKey,
  iso,
  jsonAnswer,
  jsonBody,
  next,
  paged,
  pageOfAll,
  pageQuery,
  stayPath,
  words,
} from "./wire.ts";

const common = { tags: ["ledger (ops)"], security: [{ bearer: [] }] };
const CORRECTION = [
  "stay-unknown",
  "stay-not-charged",
  "stay-open",
  "stay-unpriced",
  "times-reversed",
  "correction-empty",
] as const;

/** Nobody agrees to more for one stay: a slip of the hand would be owed, and signed. Minor units. */
const MOST_AGREED_MINOR = 100_000_000;

const CorrectionAsked = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("agreed"),
      totalMinor: AmountMinor.min(0).max(MOST_AGREED_MINOR),
      words: words(),
    }),
    z.strictObject({ kind: z.literal("times"), arrivedAt: z.iso.datetime(), departedAt: z.iso.datetime() }),
  ])
  .meta({ id: "CorrectionAsked" });
const correctionOf = (asked: z.output<typeof CorrectionAsked>): Correction =>
  asked.kind === "agreed"
    ? { ...asked, totalMinor: BigInt(asked.totalMinor) }
    : { kind: "times", arrivedAtMs: Date.parse(asked.arrivedAt), departedAtMs: Date.parse(asked.departedAt) };

const Repeated = z.boolean().meta({ description: "This key was used before: nothing was done now." });
const CorrectedStay = z
  .object({
    stay: z.uuid(),
    revision: z.int(),
    account: AccountRef.nullable(),
    payer: AccountRef,
    currency: z.string(),
    beforeMinor: AmountMinor,
    totalMinor: AmountMinor,
    repeated: Repeated,
  })
  .meta({ id: "CorrectedStay" });
const correctedStay = <T extends StayCorrected>({ session: stay, beforeMinor, totalMinor, ...rest }: T) => ({
  ...{ stay, ...rest, beforeMinor: Number(beforeMinor), totalMinor: Number(totalMinor) },
});

const Refund = z
  .object({
    refund: z.uuid(),
    ofPayment: z.string(),
    more: z
      .array(z.object({ refund: z.uuid(), ofPayment: z.string() }))
      .meta({ description: "The other parts, where no one payment had enough left: none, or all of them." }),
    repeated: z.boolean(),
  })
  .meta({ id: "Refund", description: "Carried out by the payment provider; the money has left the wallet." });

const refundOf = ({ more, ...first }: RefundMade): z.input<typeof Refund> => ({ ...first, more: [...more] });

const disputePath = z.object({ dispute: z.uuid() });
const stays = {
  correct: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/stays/{stay}/corrections" as const },
    summary: "Puts right when a stay began or ended, or what it costs; its charge is taken back and made anew",
    request: { params: stayPath, headers: idempotencyKey, ...jsonBody(CorrectionAsked) },
    responses: {
      201: jsonAnswer("The new revision.", CorrectedStay),
      ...refusals(...CORRECTION, "idempotency-key-reused", ...BODY),
    },
  }),
  disputes: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/disputes", summary: "Disputes, newest first" },
    request: { query: pageQuery.extend({ open: z.enum(["true", "false"]).default("true") }) },
    responses: {
      200: jsonAnswer("One page.", z.object({ items: z.array(Dispute), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  accept: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/disputes/{dispute}/accept" as const },
    summary: "Agrees with the driver: a credit note, a new receipt, and the difference back",
    request: {
      params: disputePath,
      headers: idempotencyKey,
      ...jsonBody(
        z.strictObject({
          correction: CorrectionAsked,
          answer: words(1000),
          to: z.enum(["wallet", "card"]).default("wallet"),
        }),
      ),
    },
    responses: {
      200: jsonAnswer(
        "What came of it.",
        z.object({ corrected: CorrectedStay.omit({ repeated: true }), refund: Refund.nullable(), repeated: Repeated }),
      ),
      ...refusals(
        ...(["dispute-unknown", "dispute-ended", "dispute-raises", "account-unknown", "payment-unknown"] as const),
        ...(["refund-too-large", "idempotency-key-reused"] as const),
        ...CORRECTION,
        ...BODY,
      ),
    },
  }),
  refuse: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/disputes/{dispute}/refuse" as const, summary: "Does not agree, and says why" },
    request: { params: disputePath, ...jsonBody(z.strictObject({ answer: words(1000) })) },
    responses: { 200: jsonAnswer("Done.", Done), ...refusals("dispute-unknown", "dispute-ended", ...BODY) },
  }),
  refund: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/accounts/{account}/refunds" as const },
    summary: "Gives money of a wallet back to the card that it came from",
    request: {
      params: accountPath,
      headers: idempotencyKey,
      ...jsonBody(z.strictObject({ amountMinor: AmountMinor.min(1), payment: z.uuid().optional(), words: words() })),
    },
    responses: {
      201: jsonAnswer("The refund.", Refund),
      ...refusals("account-unknown", "payment-unknown", "refund-too-large", "idempotency-key-reused", ...BODY),
    },
  }),
};

/** What was corrected for whom: their gates' rules are told. */
async function tell(deps: HttpDeps, accounts: readonly (string | null)[]): Promise<void> {
  for (const account of new Set(accounts)) {
    if (account === null) continue;
    const known = await readAccount(deps, account);
    if (!("refused" in known)) for (const estate of known.access) deps.nudge(estate);
  }
}

function addStayRoutes(app: App, deps: HttpDeps): void {
  app.openapi(stays.correct, async (c) => {
    const correction = correctionOf(c.req.valid("json"));
    const key = c.req.valid("header")["idempotency-key"];
    const made = await correctStayByOperator(deps, c.var.bearer.actor, c.req.valid("param").stay, correction, key);
    const corrected = settled(made);
    await tell(deps, [corrected.account, corrected.payer]);
    return c.json(correctedStay(corrected), 201);
  });
  app.openapi(stays.disputes, async (c) => {
    const { cursor, limit, open } = c.req.valid("query");
    const rows = await listDisputes(deps, { open: open === "true", before: pageBefore(cursor), limit: limit + 1 });
    const page = paged(rows, limit, ({ openedAt, id }) => [iso(openedAt), id]);
    return c.json({ items: page.items.map(disputeOf), next: page.next }, 200);
  });
  app.openapi(stays.accept, async (c) => {
    const { correction, answer, to } = c.req.valid("json");
    const terms = { correction: correctionOf(correction), answer, to };
    const key = c.req.valid("header")["idempotency-key"];
    const made = await acceptDispute(deps, c.var.bearer.actor, c.req.valid("param").dispute, terms, key);
    const { corrected, refund, repeated } = settled(made);
    await tell(deps, [corrected.account, corrected.payer]);
    return c.json({ corrected: correctedStay(corrected), refund: refund && refundOf(refund), repeated }, 200);
  });
  app.openapi(stays.refuse, async (c) => {
    const { answer } = c.req.valid("json");
    settled(await refuseDispute(deps, c.var.bearer.actor, c.req.valid("param").dispute, answer));
    return c.json(done, 200);
  });
  app.openapi(stays.refund, async (c) => {
    const { account } = c.req.valid("param");
    const { amountMinor, payment, words } = c.req.valid("json");
    const key = c.req.valid("header")["idempotency-key"];
    const asked = { account, amountMinor: BigInt(amountMinor), payment, words, idempotencyKey: key };
    const made = settled(await refundToCard(deps, c.var.bearer.actor, asked));
    await tell(deps, [account]);
    return c.json(refundOf(made), 201);
  });
}

const Day = z.iso.date().meta({ description: "A local date of the estate.", examples: ["2026-11-23"] });
const Close = z
  .object({ estate: EstateId, day: Day, hash: z.string(), proof: z.looseObject({}), closedAt: At, sound: z.boolean() })
  .meta({ id: "DailyClose", description: "`sound`: the hash is that of the proof and of the day before." });
const CloseFault = z.object({ fault: z.string(), words: z.string() });
const books = {
  statement: createRoute({
    ...common,
    ...{
      method: "get",
      path: "/v1/ops/accounts/{account}/statement" as const,
      summary: "What moved an account's money",
    },
    request: { params: accountPath, query: statementQuery },
    responses: {
      200: jsonAnswer("One page: opening + items = closing.", StatementPage),
      ...refusals("account-unknown", "cursor-invalid", ...ANY),
    },
  }),
  closes: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/estates/{estate}/closes" as const, summary: "The closed days, newest first" },
    request: { params: estatePath, query: pageQuery },
    responses: {
      200: jsonAnswer("A page, with their proofs.", z.object({ items: z.array(Close), next })),
      ...refusals("estate-unknown", "cursor-invalid", ...ANY),
    },
  }),
  close: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/estates/{estate}/closes" as const },
    summary: "Closes a day that is over; it is done by itself soon after midnight",
    request: { params: estatePath, ...jsonBody(z.strictObject({ day: Day })) },
    responses: {
      201: jsonAnswer("The proof.", z.object({ day: Day, hash: z.string(), proof: z.looseObject({}) })),
      ...refusals(
        "estate-unknown",
        "day-closed",
        "day-not-over",
        "day-out-of-order",
        "books-busy",
        "books-unproved",
        ...BODY,
      ),
    },
  }),
  today: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/estates/{estate}/books" as const },
    summary: "What the books of the day that runs say, as a close would see them; nothing is stored",
    request: { params: estatePath },
    responses: {
      200: jsonAnswer(
        "The day so far, and what is wrong with it.",
        z.object({ proof: z.looseObject({}), faults: z.array(CloseFault) }),
      ),
      ...refusals("estate-unknown", ...ANY),
    },
  }),
  receipts: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/receipts", summary: "Receipts and credit notes, newest first" },
    security: opened("operator", "receipts:read"),
    request: {
      query: pageQuery.extend({
        estate: EstateId.optional(),
        account: AccountRef.optional(),
        stay: z.uuid().optional(),
      }),
    },
    responses: {
      200: jsonAnswer("One page.", z.object({ items: z.array(ReceiptListed), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  receipt: createRoute({
    ...common,
    ...{
      method: "get",
      path: "/v1/ops/receipts/{receipt}" as const,
      summary: "One receipt, signed; with /pdf to print",
    },
    security: opened("operator", "receipts:read"),
    request: { params: z.object({ receipt: z.uuid() }) },
    responses: { 200: jsonAnswer("The file.", SignedReceipt), ...refusals("receipt-unknown", ...ANY) },
  }),
};

function addBookRoutes(app: App, deps: HttpDeps): void {
  app.openapi(books.statement, async (c) => {
    const { account } = c.req.valid("param");
    settled(await readAccount(deps, account));
    return c.json(statementPage(await readStatement(deps, account, statementAsked(c.req.valid("query")))), 200);
  });
  app.openapi(books.closes, async (c) => {
    const { estate } = c.req.valid("param");
    settled(await readEstate(deps, estate));
    // Each proof is checked against the day before, so they are read from the first on.
    const newestFirst = (await listCloses(deps, estate)).toReversed().map((row) => ({ ...row, id: row.day }));
    const page = pageOfAll(newestFirst, c.req.valid("query"));
    const items = page.items.map(({ day, hash, proof, closedAt, isSound }) => ({
      ...{ estate, day, hash, closedAt: iso(closedAt), sound: isSound, proof: z.looseObject({}).parse(proof) },
    }));
    return c.json({ items, next: page.next }, 200);
  });
  app.openapi(books.close, async (c) => {
    const closed = await closeDay(deps, c.req.valid("param").estate, c.req.valid("json").day);
    if ("refused" in closed) throw new Problem(closed.refused, { detail: closed.words });
    const proof = z.looseObject({}).parse(closed.proof);
    return c.json({ day: closed.day, hash: closed.hash, proof }, 201);
  });
  app.openapi(books.today, async (c) => {
    const { found, findings } = settled(await proveNow(deps, c.req.valid("param").estate));
    const proof = z.looseObject({}).parse(proofOf(found, undefined));
    return c.json({ proof, faults: findings.map(({ fault, words }) => ({ fault, words })) }, 200);
  });
}

function addReceiptRoutes(app: App, deps: HttpDeps): void {
  app.openapi(books.receipts, async (c) => {
    const { cursor, limit, estate, account, stay: session } = c.req.valid("query");
    const page = { estate, account, session, before: pageBefore(cursor), limit: limit + 1 };
    const found = paged(await listReceipts(deps, page), limit, ({ issuedAt, id }) => [iso(issuedAt), id]);
    return c.json({ items: found.items.map(receiptListed), next: found.next }, 200);
  });
  app.get("/v1/ops/receipts/:receipt", async (c) =>
    fileResponse(settled(await readReceiptDocument(deps, receiptIdOf(c.req.param("receipt"))))),
  );
  app.get("/v1/ops/receipts/:receipt/pdf", async (c) =>
    pdfResponse(settled(await readReceiptDocument(deps, receiptIdOf(c.req.param("receipt"))))),
  );
  app.openAPIRegistry.registerPath(books.receipt);
}

/** Corrections, disputes, refunds, statements, closes and receipts, for the office. */
export function addOpsLedgerRoutes(app: App, deps: HttpDeps): void {
  addStayRoutes(app, deps);
  addBookRoutes(app, deps);
  addReceiptRoutes(app, deps);
}
