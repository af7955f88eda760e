import { byId, el } from "../dom.ts";
import { showAccount, showAccounts } from "./accounts.ts";
import { showCloses } from "./closes.ts";
import { showDisputes } from "./disputes.ts";
import { showDraft } from "./draft.ts";
import { showExceptions } from "./exceptions.ts";
import { showGate, showGates } from "./gates.ts";
import { link, wordsOf } from "./parts.ts";
import { showPlaces } from "./places.ts";
import { showPrice, showPrices } from "./prices.ts";
import { showStay } from "./stays.ts";
import { showTariff, showTariffs } from "./tariffs.ts";
import { showTickets } from "./tickets.ts";

/** Draws one page into an empty place. `names` are the parts of the address after the room's. */
type Show = (place: HTMLElement, ...names: string[]) => Promise<void>;

interface Room {
  readonly words: string;
  /** Shown for `#/room` and for `#/room/name…`. */
  readonly all: Show;
  readonly one?: Show;
}

const ROOMS: Readonly<Record<string, Room>> = {
  tariffs: { words: "Tariffs", all: showTariffs, one: showTariff },
  prices: { words: "Prices", all: showPrices, one: showPrice },
  accounts: { words: "Accounts", all: showAccounts, one: showAccount },
  disputes: { words: "Disputes", all: showDisputes },
  gates: { words: "Gates", all: showGates, one: showGate },
  places: { words: "Places", all: showPlaces },
  tickets: { words: "Visitors", all: showTickets, one: showTickets },
  exceptions: { words: "Exceptions", all: showExceptions },
  closes: { words: "Books", all: showCloses, one: showCloses },
};
/** Pages without a place in the menu, and whose place they stand in. */
const SIDE_ROOMS: Readonly<Record<string, Room & { readonly of: string }>> = {
  drafts: { words: "Draft", all: showTariffs, one: showDraft, of: "tariffs" },
  stays: { words: "Stay", all: showAccounts, one: showStay, of: "accounts" },
};

function showMenu(now: string): void {
  const live = link("/", "Live");
  const rooms = Object.entries(ROOMS).map(([id, { words }]) => {
    const made = link(`#/${id}`, words);
    if (id === now) made.setAttribute("aria-current", "page");
    return made;
  });
  byId("rooms").replaceChildren(live, ...rooms);
}

let shown = 0;
async function show(): Promise<void> {
  const mine = ++shown;
  const [id = "tariffs", ...names] = location.hash
    .replace(/^#\/?/, "")
    .split("/")
    .filter(Boolean)
    .map(decodeURIComponent);
  const side = SIDE_ROOMS[id];
  const room = side ?? ROOMS[id] ?? ROOMS["tariffs"];
  if (!room) return;
  showMenu(side?.of ?? id);
  document.title = `${room.words} · Baygate`;
  const place = el("div", "view");
  const view = byId("view");
  view.setAttribute("aria-busy", "true");
  try {
    await (names.length > 0 && room.one ? room.one(place, ...names) : room.all(place));
  } catch (error) {
    place.replaceChildren(el("p", "trouble", wordsOf(error)));
  }
  // Somebody went on meanwhile.
  if (mine !== shown) return;
  view.removeAttribute("aria-busy");
  view.replaceChildren(place);
  view.focus({ preventScroll: true });
  scrollTo(0, 0);
}

byId("rooms").before(el("span", "spacer"));
document.querySelector(".skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  byId("view").focus();
});
addEventListener("hashchange", () => void show());
await show();
