import { Currency } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { changeMember, groupBill, listMemberships, readGroup, removeMember } from "../wallets/groups.actions.ts";
import {
  answerInvitation,
  type InvitationRow,
  inviteMember,
  listGroupInvitations,
  listInvitations,
  withdrawInvitation,
} from "../wallets/invitations.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { WalletView, walletView } from "./driver.ts";
import {
  billView,
  Group,
  GroupBill,
  groupPath,
  groupView,
  Limit,
  limitOf,
  memberPath,
  minorOrNull,
  monthPath,
} from "./group-wire.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import type { Limit as CountTry } from "./sign-in.ts";
import { delivered } from "./sign-in-wire.ts";
import { AmountMinor, type App, At, Done, done, Email, iso, jsonAnswer, jsonBody } from "./wire.ts";

const common = { tags: ["groups"], security: [{ bearer: [] }] };

const Invitation = z
  .object({
    id: z.uuid(),
    email: z.string(),
    monthlyLimitMinor: Limit,
    manages: z.boolean(),
    createdAt: At,
    expiresAt: At,
  })
  .meta({ id: "GroupInvitation" });
const invitationView = ({ id, email, manages, monthlyLimitMinor, createdAt, expiresAt }: InvitationRow) => ({
  ...{ id, email, manages, monthlyLimitMinor: minorOrNull(monthlyLimitMinor) },
  ...{ createdAt: iso(createdAt), expiresAt: iso(expiresAt) },
});

const Managed = Group.extend({ wallet: WalletView, invitations: z.array(Invitation) }).meta({ id: "ManagedGroup" });
const invitationPath = groupPath.extend({ invitation: z.uuid() });

const managers = {
  one: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/groups/{group}", summary: "A group that I manage, with its members and money" },
    request: { params: groupPath },
    responses: { 200: jsonAnswer("The group.", Managed), ...refusals("group-unknown", ...ANY) },
  }),
  invite: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/groups/{group}/invitations", summary: "Invites whoever has a mail address" },
    description: "Again and again is one invitation, as last said. Whether the address has an account is not told.",
    request: {
      params: groupPath,
      ...jsonBody(
        z
          .strictObject({ email: Email, monthlyLimitMinor: Limit, manages: z.boolean().default(false) })
          .meta({ id: "GroupInvitationAsked" }),
      ),
    },
    responses: {
      201: jsonAnswer("It is on its way by mail.", Invitation),
      ...refusals(
        "group-unknown",
        "invitations-too-many",
        "mail-refused",
        "mail-unavailable",
        "too-many-requests",
        ...BODY,
      ),
    },
  }),
  withdraw: createRoute({
    ...common,
    ...{ method: "delete", path: "/v1/groups/{group}/invitations/{invitation}", summary: "Takes an invitation back" },
    request: { params: invitationPath },
    responses: { 200: jsonAnswer("It is gone.", Done), ...refusals("group-unknown", "invitation-unknown", ...ANY) },
  }),
  change: createRoute({
    ...common,
    ...{ method: "patch", path: "/v1/groups/{group}/members/{account}" },
    summary: "Changes a member's limit, or whether it manages the group too",
    request: {
      params: memberPath,
      ...jsonBody(
        z.strictObject({ monthlyLimitMinor: Limit, manages: z.boolean() }).partial().meta({ id: "GroupMemberChanges" }),
      ),
    },
    responses: {
      200: jsonAnswer("The group after it.", Group),
      ...refusals("group-unknown", "account-unknown", "manager-last", ...BODY),
    },
  }),
  dismiss: createRoute({
    ...common,
    ...{ method: "delete", path: "/v1/groups/{group}/members/{account}", summary: "Dismisses a member" },
    request: { params: memberPath },
    responses: {
      200: jsonAnswer("The group after it.", Group),
      ...refusals("group-unknown", "account-unknown", "manager-last", ...ANY),
    },
  }),
  bill: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/groups/{group}/bills/{month}", summary: "The group's bill of a month" },
    request: { params: monthPath },
    responses: { 200: jsonAnswer("The bill.", GroupBill), ...refusals("group-unknown", ...ANY) },
  }),
};

const MyGroup = z
  .object({
    group: z.uuid(),
    name: z.string(),
    currency: Currency,
    monthlyLimitMinor: Limit,
    month: z.string(),
    spentMinor: AmountMinor.meta({ description: "What the group has paid for me in `month`." }),
    manages: z.boolean(),
    joinedAt: At,
  })
  .meta({ id: "MyGroup" });
const MyInvitation = z
  .object({
    id: z.uuid(),
    group: z.uuid(),
    groupName: z.string(),
    currency: Currency,
    monthlyLimitMinor: Limit,
    manages: z.boolean(),
    createdAt: At,
    expiresAt: At,
  })
  .meta({ id: "MyInvitation" });

const answers = ["invitation-unknown", "account-unknown", "member-elsewhere", "group-nested"] as const;
const members = {
  list: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/groups", summary: "The group that pays for me, if any" },
    responses: { 200: jsonAnswer("One, or none.", z.object({ items: z.array(MyGroup) })), ...refusals(...ANY) },
  }),
  leave: createRoute({
    ...common,
    ...{ method: "delete", path: "/v1/me/groups/{group}", summary: "Leaves a group: it pays for me no more" },
    request: { params: groupPath },
    responses: { 200: jsonAnswer("I am no member.", Done), ...refusals("group-unknown", "manager-last", ...ANY) },
  }),
  invitations: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/invitations", summary: "Groups that invite me, by my mail address" },
    responses: { 200: jsonAnswer("They.", z.object({ items: z.array(MyInvitation) })), ...refusals(...ANY) },
  }),
  accept: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/invitations/{invitation}/accept", summary: "Joins: the group pays for me" },
    request: { params: z.object({ invitation: z.uuid() }) },
    responses: {
      200: jsonAnswer("I am a member.", Done),
      ...refusals(...answers, "group-unknown", "currency-mismatch", ...ANY),
    },
  }),
  decline: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/invitations/{invitation}/decline", summary: "Does not want to join" },
    request: { params: z.object({ invitation: z.uuid() }) },
    responses: { 200: jsonAnswer("It is gone.", Done), ...refusals("invitation-unknown", ...ANY) },
  }),
};

function addManagerRoutes(app: App, deps: HttpDeps, count: CountTry): void {
  app.openapi(managers.one, async (c) => {
    const { group } = c.req.valid("param");
    const found = settled(await readGroup(deps, group, driverOf(c)));
    const invitations = await listGroupInvitations(deps, group, Date.now());
    const wallet = await walletView(deps, group, found.currency);
    return c.json({ ...groupView(found), wallet, invitations: invitations.map(invitationView) }, 200);
  });
  app.openapi(managers.invite, async (c) => {
    const { monthlyLimitMinor, ...asked } = c.req.valid("json");
    await count(c, "invitation", asked.email);
    const whose = { group: c.req.valid("param").group, by: driverOf(c) };
    const wanted = { ...asked, monthlyLimitMinor: limitOf(monthlyLimitMinor) };
    const row = settled(await inviteMember(deps, c.var.bearer.actor, whose, wanted, Date.now()).catch(delivered));
    return c.json(invitationView(row), 201);
  });
  app.openapi(managers.withdraw, async (c) => {
    const { group, invitation } = c.req.valid("param");
    settled(await withdrawInvitation(deps, c.var.bearer.actor, { group, by: driverOf(c) }, invitation));
    return c.json(done, 200);
  });
  app.openapi(managers.change, async (c) => {
    const { group, account } = c.req.valid("param");
    const { monthlyLimitMinor: limit, manages } = c.req.valid("json");
    const terms = { account, manages, monthlyLimitMinor: limit === undefined ? undefined : limitOf(limit) };
    const seen = settled(await changeMember(deps, c.var.bearer.actor, group, terms, { by: driverOf(c) }));
    deps.look();
    return c.json(groupView(seen), 200);
  });
  app.openapi(managers.dismiss, async (c) => {
    const { group, account } = c.req.valid("param");
    const seen = settled(await removeMember(deps, c.var.bearer.actor, group, account, { by: driverOf(c) }));
    deps.look();
    return c.json(groupView(seen), 200);
  });
  app.openapi(managers.bill, async (c) => {
    const { group, month } = c.req.valid("param");
    return c.json(billView(settled(await groupBill(deps, group, month, driverOf(c)))), 200);
  });
}

function addMemberRoutes(app: App, deps: HttpDeps): void {
  app.openapi(members.list, async (c) => {
    const items = (await listMemberships(deps, driverOf(c))).map(({ id, name, currency, month, me }) => ({
      ...{ group: id, name, currency, month, manages: me.manages, joinedAt: iso(me.joinedAt) },
      ...{ monthlyLimitMinor: minorOrNull(me.monthlyLimitMinor), spentMinor: Number(me.spentMinor) },
    }));
    return c.json({ items }, 200);
  });
  app.openapi(members.leave, async (c) => {
    const left = await removeMember(deps, c.var.bearer.actor, c.req.valid("param").group, driverOf(c), "self");
    // Of a group that one is no member of, nothing is said, not even that it is there.
    settled("refused" in left && left.refused === "account-unknown" ? { refused: "group-unknown" as const } : left);
    deps.look();
    return c.json(done, 200);
  });
  app.openapi(members.invitations, async (c) => {
    const items = (await listInvitations(deps, driverOf(c), Date.now())).map(({ group, name, currency, ...row }) => {
      const { email: _, ...invitation } = invitationView({ ...row, group });
      return { ...invitation, group, groupName: name, currency };
    });
    return c.json({ items }, 200);
  });
  app.openapi(members.accept, async (c) => {
    const asked = { id: c.req.valid("param").invitation, accepts: true };
    settled(await answerInvitation(deps, c.var.bearer.actor, driverOf(c), asked, Date.now()));
    deps.look();
    return c.json(done, 200);
  });
  app.openapi(members.decline, async (c) => {
    const asked = { id: c.req.valid("param").invitation, accepts: false };
    settled(await answerInvitation(deps, c.var.bearer.actor, driverOf(c), asked, Date.now()));
    return c.json(done, 200);
  });
}

/** Groups, as their managers and members have them. Registered behind the drivers' guard. */
export function addGroupRoutes(app: App, deps: HttpDeps, count: CountTry): void {
  addManagerRoutes(app, deps, count);
  addMemberRoutes(app, deps);
}
