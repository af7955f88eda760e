import { el } from "../dom.ts";
import { money } from "../format.ts";
import { ask, download, type Page, read } from "./api.ts";
import { button, chip, facts, field, form, input, later, link, pages, panel, table, tell } from "./parts.ts";
import { momentAt } from "./price-lines.ts";
import type { Account, Receipt } from "./wire.ts";
import { minorPerUnit } from "./words.ts";

interface Terms {
  readonly kind: string;
  readonly rank: string | null;
  readonly creditMinor: number;
  readonly group: { readonly account: string; readonly monthlyLimitMinor: number | null } | null;
  readonly autoTopUp: { readonly belowMinor: number; readonly amountMinor: number } | null;
}
interface Payment {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly failure: string | null;
  readonly createdAt: string;
}
interface StatementRow {
  readonly words: string;
  readonly stay: string | null;
  readonly postedAt: string;
  readonly walletMinor: number;
  readonly debtMinor: number;
  readonly after: { readonly balanceMinor: number; readonly debtMinor: number };
}
interface Statement {
  readonly items: readonly StatementRow[];
  readonly next: string | null;
}

function moneyForm(
  words: string,
  account: Account,
  send: (amountMinor: number, said: string, key: string) => Promise<void>,
): HTMLElement {
  const amount = input("number", "", { required: true, min: "0.01", step: "any" });
  const said = input("text", "", { required: true, maxLength: 200 });
  // One key an intent: pressed twice, or pressed again after a lost answer, it is done once.
  let key = crypto.randomUUID();
  for (const each of [amount, said])
    each.addEventListener("input", () => {
      key = crypto.randomUUID();
    });
  const fields = [field(`amount, ${account.currency}`, amount), field("words", said)];
  return form(fields, words, () =>
    send(Math.round(Number(amount.value) * minorPerUnit(account.currency)), said.value, key),
  );
}

function termsSeen({ kind, rank, creditMinor, group, autoTopUp }: Terms, currency: string): HTMLElement {
  const limit = group?.monthlyLimitMinor;
  const pays = group && [
    link(`#/accounts/${group.account}`, "a group"),
    limit === null || limit === undefined ? "" : `, up to ${money(limit, currency)} a month`,
  ];
  return facts([
    ["is", kind === "group" ? "a group" : "a person"],
    ["rank", rank ?? "none yet"],
    ["credit", money(creditMinor, currency)],
    ["paid by", pays ? el("span", "", ...pays) : "itself"],
    [
      "top-up",
      autoTopUp
        ? `${money(autoTopUp.amountMinor, currency)} when below ${money(autoTopUp.belowMinor, currency)}`
        : "by hand",
    ],
  ]);
}

function statement(path: string, currency: string): HTMLElement {
  return pages<StatementRow>(
    (cursor) => read<Statement>(`${path}/statement?limit=50${cursor ? `&cursor=${cursor}` : ""}`),
    (items) =>
      table(
        ["Posted", "What", "Wallet", "Debt", "After"],
        items.map(({ words, stay, postedAt, walletMinor, debtMinor, after }) => [
          `${momentAt(postedAt, "UTC")} UTC`,
          stay ? link(`#/stays/${stay}`, words) : words,
          money(walletMinor, currency),
          debtMinor === 0 ? "" : money(debtMinor, currency),
          money(after.balanceMinor - after.debtMinor, currency),
        ]),
        { numeric: [2, 3, 4], empty: "No money has moved yet." },
      ),
  );
}

function payments(path: string): HTMLElement {
  return pages<Payment>(
    (cursor) => read(`${path}/payments?limit=10${cursor ? `&cursor=${cursor}` : ""}`),
    (items) =>
      table(
        ["When", "What", "State", "Amount"],
        items.map(({ kind, state, failure, amountMinor, currency, createdAt }) => [
          `${momentAt(createdAt, "UTC")} UTC`,
          kind.replaceAll("-", " "),
          chip(failure ?? state, state === "succeeded" ? "good" : state === "failed" ? "bad" : "warm"),
          money(amountMinor, currency),
        ]),
        { numeric: [3], empty: "Nothing was asked of a payment method." },
      ),
  );
}

/** What a receipt is called, and a way to have it on paper. */
export const receiptRow = ({ id, kind, estate, year, number, issuedAt }: Receipt) => {
  const name = `${estate}-${year}-${number}`;
  return [
    `${kind === "receipt" ? "Receipt" : "Credit note"} ${name}`,
    `${momentAt(issuedAt, "UTC")} UTC`,
    [
      button("PDF", () => download(`/v1/ops/receipts/${id}/pdf`, `${name}.pdf`), "quiet"),
      button("JSON", () => download(`/v1/ops/receipts/${id}`, `${name}.json`), "quiet"),
    ],
  ] as const;
};

function receipts(account: string): HTMLElement {
  return pages<Receipt>(
    (cursor) => read(`/v1/ops/receipts?limit=10&account=${account}${cursor ? `&cursor=${cursor}` : ""}`),
    (items) =>
      table(
        ["Receipt", "Issued", "", "Of"],
        items.map((each) => [...receiptRow(each), link(`#/stays/${each.stay}`, "the stay")]),
        { empty: "No receipt yet." },
      ),
  );
}

/** Wallet, terms, top-up at the desk, refund, statement, payments and receipts of an account. */
export function accountMoney(path: string, account: Account, again: () => Promise<void>): HTMLElement {
  const { wallet, currency, id } = account;
  const tile = (words: string, amount: number, className = "") =>
    el("div", `tile ${className}`, el("dt", "", words), el("dd", "", money(amount, currency)));
  const tiles = el(
    "dl",
    "tiles",
    tile("can be spent", wallet.availableMinor, "taken"),
    tile("in the wallet", wallet.balanceMinor),
    tile("held for stays", wallet.heldMinor),
    tile("owed", wallet.debtMinor),
  );
  const topUp = moneyForm("Top up", account, async (amountMinor, words, key) => {
    await ask("POST", `${path}/top-ups`, { amountMinor, currency, words }, key);
    tell(`${money(amountMinor, currency)} put into the wallet.`);
    await again();
  });
  const refund = moneyForm("Give back", account, async (amountMinor, words, key) => {
    await ask("POST", `${path}/refunds`, { amountMinor, words }, key);
    tell(`${money(amountMinor, currency)} is on its way to the card.`);
    await again();
  });
  const methods = later(async () => {
    const { items } = await read<Page<{ label: string; provider: string }>>(`${path}/payment-methods`);
    const rows = items.map(({ label, provider }, at) => [`${at + 1}. ${label}`, provider]);
    return table(["Method", "Provider"], rows, { empty: "None: money comes in at the desk." });
  });
  return el(
    "div",
    "column",
    tiles,
    el(
      "div",
      "grid",
      panel(
        "Agreed",
        later(async () => termsSeen(await read<Terms>(`${path}/terms`), currency)),
      ),
      panel("Payment methods", methods),
      panel("Top up at the desk", topUp),
      panel("Back to the card", refund),
    ),
    panel("Statement", statement(path, currency)),
    panel("Payments", payments(path)),
    panel("Receipts", receipts(id)),
  );
}
