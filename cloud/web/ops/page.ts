import type { Dashboard, DecisionView, ExceptionView, Totals } from "../../src/live/dashboard.ts";
import { patchDashboard } from "../../src/live/patch.ts";
import { byId, el, follow, setText, svg, unseen } from "./dom.ts";
import { liftArm, showEstates } from "./estates.ts";
import { followLive, type LinkState } from "./follow-live.ts";
import { count, dayAt, elapsed, exactTimeAt, money, percent, timeAt } from "./format.ts";
import { decisionWords, tierWords, toneOf } from "./words.ts";

const TOKEN = "baygate-operator-token";

let state: Dashboard | undefined;
/** The page's clock (performance.now) when `state.nowMs` was heard. */
let heardAt = 0;

// The totals

const TILES = ["taken", "inside", "charged", "granted", "denied"] as const;
const TILE_WORDS = {
  taken: "taken today",
  inside: "stays open",
  charged: "stays charged",
  granted: "let through",
  denied: "refused",
};
const tiles = new Map(
  TILES.map((name) => {
    const value = el("dd", "", "–");
    const note = el("span", "note");
    byId("totals").append(el("div", `tile ${name}`, el("dt", "", TILE_WORDS[name]), value, note));
    return [name, { value, note }];
  }),
);

function showTotals(totals: Totals): void {
  const decided = totals.granted + totals.denied;
  const texts = {
    taken: totals.taken.map(({ amountMinor, currency }) => money(amountMinor, currency)).join(" + ") || "–",
    inside: count(totals.staysOpen),
    charged: count(totals.staysCharged),
    granted: count(totals.granted),
    denied: count(totals.denied),
  };
  for (const name of TILES) {
    const tile = tiles.get(name);
    if (tile) setText(tile.value, texts[name]);
  }
  const share = decided === 0 ? "" : `${percent(totals.denied / decided)} of ${count(decided)}`;
  const denied = tiles.get("denied");
  if (denied) setText(denied.note, share);
}

// The last decisions

const zoneOf = (decision: DecisionView) => {
  const estate = state?.estates.find(({ id }) => id === decision.estate);
  return { estate, zone: estate?.zones.find(({ id }) => id === decision.zone) };
};

function makeDecision(decision: DecisionView): HTMLElement {
  const { estate, zone } = zoneOf(decision);
  const path = decision.direction === "arrive" ? "M4 8h8m-3.5-3.5L12 8l-3.5 3.5" : "M12 8H4m3.5-3.5L4 8l3.5 3.5";
  const way = svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: path }));
  const time = el("time", "", exactTimeAt(decision.atMs, estate?.timeZone ?? "UTC"));
  time.dateTime = new Date(decision.atMs).toISOString();
  const where = [estate?.name ?? decision.estate, zone?.name ?? decision.zone].join(" · ");
  const who = decision.account === null ? tierWords(decision.tier) : `${tierWords(decision.tier)} #${decision.account}`;
  const made = el(
    "li",
    "decision",
    el("span", "way", way, unseen(decision.direction === "arrive" ? "Arriving: " : "Leaving: ")),
    el("p", "what"),
    time,
    el("p", "where", `${where} · `, el("span", "who", who), " ", el("span", "ms")),
  );
  made.title = `${decision.gate}, ${decision.lane}: ${decision.reason}`;
  return made;
}

function updateDecision(element: HTMLElement, decision: DecisionView): void {
  element.dataset["tone"] = toneOf(decision);
  element.dataset["end"] = decision.end;
  const what = element.querySelector(".what");
  const ms = element.querySelector(".ms");
  element.classList.toggle("timed", decision.elapsedMs !== null);
  if (what) setText(what, decisionWords(decision));
  if (ms) setText(ms, decision.elapsedMs === null ? "" : elapsed(decision.elapsedMs));
}

function showDecisions(decisions: readonly DecisionView[], before: readonly DecisionView[] | undefined): void {
  const list = byId("decisions");
  const known = new Set(before?.map(({ id }) => id));
  const fresh = before === undefined ? [] : decisions.filter(({ id }) => !known.has(id));
  follow(list, decisions, ({ id }) => id, makeDecision, updateDecision);
  for (const { id, outcome, gate } of fresh) {
    list.querySelector(`[data-key="${CSS.escape(id)}"]`)?.classList.add("fresh");
    if (outcome === "grant") liftArm(gate);
  }
  list.classList.toggle("empty", decisions.length === 0);
  tell(fresh);
}

// What somebody should look at

function makeException(exception: ExceptionView): HTMLElement {
  const estate = state?.estates.find(({ id }) => id === exception.estate);
  const where = [estate?.name ?? exception.estate, exception.gate].filter(Boolean).join(" · ");
  const zone = estate?.timeZone ?? "UTC";
  const at = `${dayAt(exception.atMs, zone)}, ${timeAt(exception.atMs, zone)}`;
  return el("li", "exception", el("p", "what", exception.words), el("p", "where", `${where} · ${at}`));
}

function showExceptions(exceptions: readonly ExceptionView[], open: number): void {
  const list = byId("exceptions");
  follow(
    list,
    exceptions,
    ({ id }) => String(id),
    makeException,
    () => {},
  );
  list.classList.toggle("empty", exceptions.length === 0);
  setText(byId("exceptions-count"), open === 0 ? "" : count(open));
}

// For those who listen: a summary now and then, not every car

let told = 0;
let untold = { granted: 0, denied: 0 };
function tell(fresh: readonly DecisionView[]): void {
  for (const { outcome } of fresh) untold[outcome === "grant" ? "granted" : "denied"] += 1;
  const { granted, denied } = untold;
  if (granted + denied === 0 || performance.now() - told < 30_000) return;
  told = performance.now();
  untold = { granted: 0, denied: 0 };
  setText(byId("news"), `${count(granted)} let through, ${count(denied)} refused since the last report.`);
}

// Clock and connection

function showClocks(): void {
  if (!state) return;
  const nowMs = state.nowMs + (performance.now() - heardAt) * state.speed;
  for (const clock of document.querySelectorAll<HTMLElement>(".clock")) {
    const zone = clock.dataset["timeZone"] ?? "UTC";
    if (!clock.firstChild) clock.append(el("b", ""), el("span", ""));
    const [time, day] = clock.children;
    if (time) setText(time, timeAt(nowMs, zone));
    if (day) setText(day, dayAt(nowMs, zone));
  }
  const speed = byId("speed");
  speed.hidden = state.speed === 1;
  setText(speed, `simulated, ${count(Math.round(state.speed))} times as fast`);
}

const LINK_WORDS: Readonly<Record<LinkState, string>> = {
  connecting: "Connecting",
  live: "Live",
  lost: "Connection lost",
  trouble: "Cloud in trouble",
  "token-needed": "Token needed",
  "token-refused": "Token refused",
};

function showLink(link: LinkState): void {
  document.documentElement.dataset["link"] = link;
  setText(byId("link-words"), LINK_WORDS[link]);
  const trouble = byId("trouble");
  const words =
    link === "trouble"
      ? "The cloud cannot reach its database. The gates go on deciding alone; what you see is as it was."
      : link === "lost"
        ? "No connection to the cloud. Trying again; what you see is as it was."
        : "";
  trouble.hidden = words === "";
  setText(trouble, words);
  if (link === "token-needed" || link === "token-refused") askToken(link === "token-refused");
}

function askToken(refused: boolean): void {
  sessionStorage.removeItem(TOKEN);
  const dialog = byId("token");
  if (!(dialog instanceof HTMLDialogElement)) return;
  setText(
    byId("token-words"),
    refused
      ? "This token is not an operator's, or it has expired."
      : "Paste an operator's token. It stays in this tab only.",
  );
  if (!dialog.open) dialog.showModal();
}

byId("token").addEventListener("cancel", (event) => event.preventDefault());
byId("token").addEventListener("submit", () => {
  const field = byId("token-field");
  if (!(field instanceof HTMLInputElement)) return;
  sessionStorage.setItem(TOKEN, field.value.trim());
  field.value = "";
  dispatchEvent(new Event("baygate-token"));
});

function show(next: Dashboard): void {
  const before = state;
  state = next;
  heardAt = performance.now();
  if (before?.totals !== next.totals) showTotals(next.totals);
  if (before?.estates !== next.estates) showEstates(byId("estates"), next.estates);
  if (before?.decisions !== next.decisions) showDecisions(next.decisions, before?.decisions);
  if (before?.exceptions !== next.exceptions || before.exceptionsOpen !== next.exceptionsOpen)
    showExceptions(next.exceptions, next.exceptionsOpen);
  showClocks();
}

setInterval(showClocks, 500);
await followLive(() => sessionStorage.getItem(TOKEN) ?? undefined, {
  onState: show,
  onPatch: (patch) => {
    if (state) show(patchDashboard(state, patch));
  },
  onLink: showLink,
});
