import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { listDisputes, openDispute } from "../ledger/disputes.actions.ts";
import { readStatement } from "../ledger/statements.actions.ts";
import { receiptPdf } from "../receipts/receipt-pdf.actions.ts";
import { listReceipts, type ReceiptShown, readReceiptDocument, readReceiptKeys } from "../receipts/receipts.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
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
import { AUTH, Problem, refusals, settled } from "./problem.ts";
import { type App, iso, jsonAnswer, jsonBody, next, noQuery, paged, pageQuery, stayPath, words } from "./wire.ts";

const common = { tags: ["driver"], security: [{ bearer: [] }] };
const receiptPath = z.object({ receipt: z.uuid() });
const pdfAnswer = (description: string) => ({
  description,
  content: { "application/pdf": { schema: z.string().meta({ format: "binary" }) } },
});

const routes = {
  keys: createRoute({
    ...{ method: "get", path: "/v1/receipt-keys", tags: ["public"] },
    summary: "The public keys that receipts are signed with, for `cloud verify-receipt --key`",
    request: { query: noQuery },
    responses: {
      ...refusals("invalid-request"),
      200: jsonAnswer(
        "Every key ever used.",
        z.object({ keys: z.array(z.object({ kid: z.string(), publicKey: z.string(), since: z.string() })) }),
      ),
    },
  }),
  list: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/receipts", summary: "My receipts and credit notes, newest first" },
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("One page.", z.object({ items: z.array(ReceiptListed), next })),
      ...refusals("invalid-request", "cursor-invalid", ...AUTH),
    },
  }),
  one: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/receipts/{receipt}", summary: "One of my receipts, signed" },
    request: { params: receiptPath },
    responses: { 200: jsonAnswer("The file.", SignedReceipt), ...refusals("receipt-unknown", ...AUTH) },
  }),
  pdf: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/receipts/{receipt}/pdf", summary: "One of my receipts, to print" },
    request: { params: receiptPath },
    responses: { 200: pdfAnswer("With the signed file attached."), ...refusals("receipt-unknown", ...AUTH) },
  }),
  statement: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/statement", summary: "What moved my money" },
    request: { query: statementQuery },
    responses: {
      200: jsonAnswer("One page.", StatementPage),
      ...refusals("invalid-request", "cursor-invalid", ...AUTH),
    },
  }),
  dispute: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/stays/{stay}/disputes", summary: "I do not agree with what a stay cost" },
    request: { params: stayPath, ...jsonBody(z.strictObject({ words: words(1000) })) },
    responses: {
      201: jsonAnswer("The dispute.", Dispute),
      ...refusals("invalid-request", "malformed-json", "stay-unknown", "stay-not-charged", "dispute-open", ...AUTH),
    },
  }),
  disputes: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/disputes", summary: "My disputes, newest first" },
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("One page.", z.object({ items: z.array(Dispute), next })),
      ...refusals("invalid-request", "cursor-invalid", ...AUTH),
    },
  }),
};

/** A receipt's id from an address; one that is none names no receipt. */
export function receiptIdOf(text: string): string {
  const id = z.uuid().safeParse(text);
  if (!id.success) throw new Problem("receipt-unknown");
  return id.data;
}

/** A receipt's file exactly as it was signed: never parsed and written again on its way. */
export const fileResponse = ({ file }: ReceiptShown): Response =>
  new Response(file, { headers: { "content-type": "application/json" } });

export async function pdfResponse({ content, file }: ReceiptShown): Promise<Response> {
  const pdf = await receiptPdf(content, file);
  const disposition = `inline; filename="${content.number}.pdf"`;
  return new Response(Buffer.from(pdf), {
    headers: { "content-type": "application/pdf", "content-disposition": disposition },
  });
}

/** A driver's own receipts, statement and disputes; and the public keys. Behind the role that driver.ts asks for. */
export function addDriverReceiptRoutes(app: App, deps: HttpDeps): void {
  app.openapi(routes.keys, async (c) => {
    const keys = (await readReceiptKeys(deps)).map((key) => ({ ...key, since: iso(key.since) }));
    return c.json({ keys }, 200);
  });
  app.openapi(routes.list, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const rows = await listReceipts(deps, { account: driverOf(c), before: pageBefore(cursor), limit: limit + 1 });
    const page = paged(rows, limit, ({ issuedAt, id }) => [iso(issuedAt), id]);
    return c.json({ items: page.items.map(receiptListed), next: page.next }, 200);
  });
  app.get("/v1/me/receipts/:receipt", async (c) =>
    fileResponse(settled(await readReceiptDocument(deps, receiptIdOf(c.req.param("receipt")), driverOf(c)))),
  );
  app.openAPIRegistry.registerPath(routes.one);
  app.get("/v1/me/receipts/:receipt/pdf", async (c) =>
    pdfResponse(settled(await readReceiptDocument(deps, receiptIdOf(c.req.param("receipt")), driverOf(c)))),
  );
  app.openAPIRegistry.registerPath(routes.pdf);
  app.openapi(routes.statement, async (c) => {
    const asked = statementAsked(c.req.valid("query"));
    return c.json(statementPage(await readStatement(deps, driverOf(c), asked)), 200);
  });
  app.openapi(routes.dispute, async (c) => {
    const opened = settled(await openDispute(deps, driverOf(c), c.req.valid("param").stay, c.req.valid("json").words));
    return c.json(disputeOf(opened), 201);
  });
  app.openapi(routes.disputes, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const page = { account: driverOf(c), open: false, before: pageBefore(cursor), limit: limit + 1 };
    const found = paged(await listDisputes(deps, page), limit, ({ openedAt, id }) => [iso(openedAt), id]);
    return c.json({ items: found.items.map(disputeOf), next: found.next }, 200);
  });
}
