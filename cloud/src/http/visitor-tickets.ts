import { AccountRef, EstateId, ZoneId } from "@baygate/shared/ids";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { ticketPdf } from "../passes/ticket-pdf.actions.ts";
import { addTicket, listTickets, type PrintedTicket, printTicket, takeTicketBack } from "../passes/tickets.actions.ts";
import { ticketState } from "../passes/tickets.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { time } from "./ops-access.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import {
  type App,
  At,
  estatePath,
  iso,
  isoOrNull,
  jsonAnswer,
  jsonBody,
  next,
  paged,
  pageQuery,
  readCursor,
  words,
} from "./wire.ts";

const Ticket = z
  .object({
    id: z.uuid(),
    estate: EstateId,
    zone: ZoneId.nullable(),
    host: AccountRef.meta({ description: "Who pays." }),
    label: z.string(),
    plate: z.string().nullable(),
    fromAt: At,
    untilAt: At,
    state: z.enum(["unused", "used", "expired", "taken-back"]),
    usedAt: At.nullable(),
    createdAt: At,
  })
  .meta({ id: "VisitorTicket" });
type TicketRow = PrintedTicket["ticket"] | Awaited<ReturnType<typeof listTickets>>[number];
const ticketView = (row: TicketRow, nowMs: number): z.input<typeof Ticket> => ({
  ...{ id: row.id, estate: row.estate, zone: row.zone, host: row.host, label: row.label, plate: row.plate },
  ...{ fromAt: iso(row.fromAt), untilAt: iso(row.untilAt), state: ticketState(row, nowMs) },
  ...{ usedAt: isoOrNull(row.usedAt), createdAt: iso(row.createdAt) },
});

const asked = {
  fromAt: time.optional().meta({ description: "Absent: from now on." }),
  untilAt: time.meta({ description: "A month from now at the latest." }),
  label: words(80).default("Visitor").meta({ description: "For whom; printed on it." }),
  plate: words(16).optional().meta({ description: "Printed on it; it opens nothing." }),
};
const MyTicketAsked = z
  .strictObject({
    estate: EstateId,
    zone: ZoneId.meta({ description: "Of reserved bays that are mine." }),
    ...asked,
  })
  .meta({ id: "MyVisitorTicketAsked" });
const TicketAsked = z
  .strictObject({
    host: AccountRef.meta({ description: "Who pays; must have access to the estate." }),
    zone: ZoneId.optional().meta({
      description: "Of reserved bays that are the host's; absent: where everybody may park.",
    }),
    ...asked,
  })
  .meta({ id: "VisitorTicketAsked" });

const ticketPath = z.object({ ticket: z.uuid() });
const NOT_GIVEN = [
  ...(["account-unknown", "access-missing", "ticket-times-invalid", "tickets-too-many", "right-unknown"] as const),
  ...(["right-ended", "right-of-guest", "right-times-invalid", "right-exists", "guests-too-many"] as const),
];
const page = {
  200: jsonAnswer("A page.", z.object({ items: z.array(Ticket), next })),
  ...refusals("cursor-invalid", ...ANY),
};
const onPaper = {
  200: {
    description: "A page to print.",
    content: { "application/pdf": { schema: z.string().meta({ format: "binary" }) } },
  },
  ...refusals("ticket-unknown", "ticket-over", ...ANY),
};
const backAgain = { 204: { description: "Taken back." }, ...refusals("ticket-unknown", ...ANY) };

const mine = { tags: ["driver"], security: [{ bearer: [] }] };
const myRoutes = {
  add: createRoute({
    ...mine,
    ...{ method: "post", path: "/v1/me/visitor-tickets", summary: "Gives a visitor one visit to my bays, on paper" },
    request: jsonBody(MyTicketAsked),
    responses: { 201: jsonAnswer("The ticket.", Ticket), ...refusals(...BODY, ...NOT_GIVEN) },
  }),
  list: createRoute({
    ...mine,
    ...{ method: "get", path: "/v1/me/visitor-tickets", summary: "My visitors' tickets, newest first" },
    request: { query: pageQuery },
    responses: page,
  }),
  pdf: createRoute({
    ...mine,
    ...{ method: "get", path: "/v1/me/visitor-tickets/{ticket}/pdf", summary: "A ticket to print" },
    request: { params: ticketPath },
    responses: onPaper,
  }),
  takeBack: createRoute({
    ...mine,
    ...{ method: "delete", path: "/v1/me/visitor-tickets/{ticket}", summary: "Takes a ticket back" },
    request: { params: ticketPath },
    responses: backAgain,
  }),
};

const ops = { tags: ["access (ops)"], security: [{ bearer: [] }] };
const ofEstate = "/v1/ops/estates/{estate}/visitor-tickets";
const opsPath = estatePath.extend(ticketPath.shape);
const opsRoutes = {
  add: createRoute({
    ...ops,
    ...{ method: "post", path: ofEstate, summary: "Gives a visitor one visit at a host's expense, on paper" },
    request: { params: estatePath, ...jsonBody(TicketAsked) },
    responses: { 201: jsonAnswer("The ticket.", Ticket), ...refusals(...BODY, ...NOT_GIVEN) },
  }),
  list: createRoute({
    ...ops,
    ...{ method: "get", path: ofEstate, summary: "An estate's visitors' tickets, newest first" },
    request: { params: estatePath, query: pageQuery },
    responses: page,
  }),
  pdf: createRoute({
    ...ops,
    ...{ method: "get", path: `${ofEstate}/{ticket}/pdf` as const, summary: "A ticket to print" },
    request: { params: opsPath },
    responses: onPaper,
  }),
  takeBack: createRoute({
    ...ops,
    ...{ method: "delete", path: `${ofEstate}/{ticket}` as const, summary: "Takes a ticket back" },
    request: { params: opsPath },
    responses: backAgain,
  }),
};

async function onPaperNow(printed: PrintedTicket): Promise<Response> {
  const pdf = await ticketPdf(printed);
  const headers = { "content-type": "application/pdf", "content-disposition": 'inline; filename="ticket.pdf"' };
  return new Response(Buffer.from(pdf), { headers });
}

interface Asked {
  readonly fromAt?: string | undefined;
  readonly untilAt: string;
  readonly label: string;
  readonly plate?: string | undefined;
}
const wanted = ({ fromAt, untilAt, label, plate }: Asked, nowMs: number) => ({
  ...{ fromAt: new Date(fromAt ?? nowMs), untilAt: new Date(untilAt), label, plate: plate ?? null },
});
const pageOf = (rows: readonly TicketRow[], limit: number, nowMs: number) => {
  const { items, next: more } = paged(rows, limit, ({ id }) => id);
  return { items: items.map((row) => ticketView(row, nowMs)), next: more };
};
const asksFor = ({ cursor, limit }: { cursor?: string | undefined; limit: number }) => ({
  ...{ before: readCursor(z.uuid(), cursor), limit: limit + 1 },
});

/** A host's own tickets. Registered behind the guard of drivers. */
export function addMyTicketRoutes(app: App, deps: HttpDeps): void {
  const now = () => deps.clock.wallMs();
  app.openapi(myRoutes.add, async (c) => {
    const { estate, zone, ...more } = c.req.valid("json");
    const asks = { estate, zone, ...wanted(more, now()) };
    const { ticket } = settled(await addTicket(deps, c.var.bearer.actor, driverOf(c), asks));
    deps.nudge(estate);
    return c.json(ticketView(ticket, now()), 201);
  });
  app.openapi(myRoutes.list, async (c) => {
    const query = c.req.valid("query");
    return c.json(pageOf(await listTickets(deps, { host: driverOf(c) }, asksFor(query)), query.limit, now()), 200);
  });
  app.openapi(myRoutes.pdf, async (c) =>
    onPaperNow(settled(await printTicket(deps, { host: driverOf(c) }, c.req.valid("param").ticket))),
  );
  app.openapi(myRoutes.takeBack, async (c) => {
    const of = { host: driverOf(c) };
    const { estates } = settled(await takeTicketBack(deps, c.var.bearer.actor, of, c.req.valid("param").ticket));
    for (const estate of estates) deps.nudge(estate);
    return c.body(null, 204);
  });
}

/** An estate's tickets, for those who work there. */
export function addOpsTicketRoutes(app: App, deps: HttpDeps): void {
  const now = () => deps.clock.wallMs();
  app.openapi(opsRoutes.add, async (c) => {
    const { estate } = c.req.valid("param");
    const { host, zone, ...more } = c.req.valid("json");
    const asks = { estate, zone: zone ?? null, ...wanted(more, now()) };
    const { ticket } = settled(await addTicket(deps, c.var.bearer.actor, host, asks));
    deps.nudge(estate);
    return c.json(ticketView(ticket, now()), 201);
  });
  app.openapi(opsRoutes.list, async (c) => {
    const [{ estate }, query] = [c.req.valid("param"), c.req.valid("query")];
    return c.json(pageOf(await listTickets(deps, { estate }, asksFor(query)), query.limit, now()), 200);
  });
  app.openapi(opsRoutes.pdf, async (c) => {
    const { estate, ticket } = c.req.valid("param");
    return onPaperNow(settled(await printTicket(deps, { estate }, ticket)));
  });
  app.openapi(opsRoutes.takeBack, async (c) => {
    const { estate, ticket } = c.req.valid("param");
    const taken = settled(await takeTicketBack(deps, c.var.bearer.actor, { estate }, ticket));
    for (const each of taken.estates) deps.nudge(each);
    return c.body(null, 204);
  });
}
