import { el } from "../dom.ts";
import { money } from "../format.ts";
import { accountMoney } from "./account-money.ts";
import { ask, type Page, read } from "./api.ts";
import { button, chip, facts, field, form, heading, input, later, link, pages, panel, table, tell } from "./parts.ts";
import { momentAt } from "./price-lines.ts";
import type { Account, AccountBrief, Stay } from "./wire.ts";
import { STATES } from "./words.ts";

const blockedChip = (blockedAt: string | null): Node => (blockedAt ? chip("blocked", "bad") : el("span", ""));

/** `#/accounts`: found by a name or the beginning of an id. */
export async function showAccounts(place: HTMLElement): Promise<void> {
  const search = input("search", "", { placeholder: "a name, or the beginning of an id" });
  const found = el("div", "");
  const look = () => {
    const words = search.value.trim();
    const asked = words === "" ? "" : `&search=${encodeURIComponent(words)}`;
    found.replaceChildren(
      pages<AccountBrief>(
        (cursor) => read(`/v1/ops/accounts?limit=25${asked}${cursor ? `&cursor=${cursor}` : ""}`),
        (items) =>
          table(
            ["Name", "Account", "Currency", "Since", ""],
            items.map(({ id, name, currency, blockedAt, createdAt }) => [
              link(`#/accounts/${id}`, name, "strong"),
              el("code", "", id.slice(0, 8)),
              currency,
              momentAt(createdAt, "UTC"),
              blockedChip(blockedAt),
            ]),
            { empty: "Nobody of that name." },
          ),
      ),
    );
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 250);
  });
  look();
  place.append(heading("Accounts"), panel("", field("Search", search), found));
}

interface Vehicle {
  readonly label: string;
  readonly class: string;
  readonly plate: string | null;
  readonly endedAt: string | null;
}
interface Subscription {
  readonly plan: string;
  readonly from: string;
  readonly until: string;
  readonly renews: boolean;
  readonly endedAt: string | null;
}
interface Voucher {
  readonly words: string;
  readonly kind: string;
  readonly value: number;
  readonly validUntil: string;
  readonly stay: string | null;
}

const day = (at: string): string => at.slice(0, 10);

function belongings(path: string, { cards, currency }: Account): HTMLElement[] {
  const vehicles = later(async () => {
    const { items } = await read<Page<Vehicle>>(`${path}/vehicles`);
    const rows = items.map((each) => [
      each.label,
      each.plate ?? "–",
      each.class,
      each.endedAt ? `given up ${day(each.endedAt)}` : "",
    ]);
    return table(["Vehicle", "Plate", "Class", ""], rows, { empty: "No vehicle is known." });
  });
  const subscriptions = later(async () => {
    const { items } = await read<Page<Subscription>>(`${path}/subscriptions`);
    const rows = items.map((each) => [
      each.plan,
      `${day(each.from)} – ${day(each.until)}`,
      each.endedAt ? "ended" : each.renews ? "renews" : "cancelled",
    ]);
    return table(["Plan", "Paid for", ""], rows, { empty: "No subscription." });
  });
  const worth = ({ kind, value }: Voucher) =>
    kind === "amount" ? money(value, currency) : kind === "percent" ? `${value} %` : `${value} min`;
  const vouchers = later(async () => {
    const { items } = await read<Page<Voucher>>(`${path}/vouchers`);
    const rows = items.map((each) => [
      each.words,
      worth(each),
      day(each.validUntil),
      each.stay ? link(`#/stays/${each.stay}`, "used") : "open",
    ]);
    return table(["Voucher", "Worth", "Until", ""], rows, { empty: "None was redeemed." });
  });
  const shown = cards.map(({ label, ref, revokedAt }) => [
    label,
    el("code", "", ref.slice(0, 8)),
    revokedAt ? chip("revoked", "bad") : "",
  ]);
  return [
    panel("Cards", table(["Card", "Reference", ""], shown, { empty: "No card." })),
    panel("Vehicles", vehicles),
    panel("Subscriptions", subscriptions),
    panel("Vouchers", vouchers),
  ];
}

function staysOf(path: string): HTMLElement {
  return pages<Stay>(
    (cursor) => read(`${path}/stays?limit=10${cursor ? `&cursor=${cursor}` : ""}`),
    (items) =>
      table(
        ["Stay", "Where", "State", "Cost"],
        items.map(({ id, estate, zone, state, grantedAt, cost }) => [
          link(`#/stays/${id}`, `${momentAt(grantedAt, "UTC")} UTC`),
          `${estate} · ${zone}`,
          STATES[state] ?? state,
          cost ? `${money(cost.totalMinor, cost.currency)}${cost.final ? "" : " so far"}` : "–",
        ]),
        { numeric: [3], empty: "No stay yet." },
      ),
  );
}

/** `#/accounts/<id>`: who it is, what is agreed, its money, and what opens gates for it. */
export async function showAccount(place: HTMLElement, id: string): Promise<void> {
  const path = `/v1/ops/accounts/${encodeURIComponent(id)}`;
  const account = await read<Account>(path);
  const again = async (): Promise<void> => {
    const next = el("div", "view");
    await showAccount(next, id);
    place.replaceChildren(...next.childNodes);
  };
  const reason = input("text", "", { required: true, maxLength: 200 });
  const isBlocked = account.blockedAt !== null;
  const block = form(
    [field("reason", reason)],
    isBlocked ? "Lift the block" : "Block",
    async () => {
      await ask("PUT", `${path}/block`, { blocked: !isBlocked, reason: reason.value });
      tell(isBlocked ? "The block is lifted." : "The account is blocked; cars inside still get out.");
      await again();
    },
    isBlocked ? "" : "danger",
  );
  place.append(
    heading(account.name, {
      back: ["#/accounts", "Accounts"],
      tools: [blockedChip(account.blockedAt), button("Refresh", again, "quiet")],
    }),
    el("p", "soft id", id),
    accountMoney(path, account, again),
    el("div", "grid", ...belongings(path, account)),
    panel("Stays", staysOf(path)),
    panel(
      isBlocked ? "Blocked" : "Block",
      facts([["lets in at", account.estates.join(", ") || "no estate"]]),
      el("p", "soft", "Whoever is blocked is not let in any more, and always let out."),
      block,
    ),
  );
}
