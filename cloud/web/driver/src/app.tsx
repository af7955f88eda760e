import { CreditCard, MapPin, Menu, QrCode, ReceiptText } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { Link, Route, Switch, useLocation } from "wouter";
import { useLiveMe } from "./api/live.ts";
import { useMe } from "./api/me.ts";
import { useLanguage } from "./i18n/language.tsx";
import { Welcome } from "./pages/sign-in.tsx";
import { LinkState } from "./parts/link-state.tsx";
import { Bones, Empty, Page } from "./parts/parts.tsx";
import { PassPage } from "./pass/pass-page.tsx";
import { hasNewBuild } from "./sw/register.ts";

// What nobody needs at a gate is fetched when it is opened.
const EstatePage = lazy(async () => ({ default: (await import("./pages/estate-page.tsx")).EstatePage }));
const StayPage = lazy(async () => ({ default: (await import("./pages/stay-page.tsx")).StayPage }));
const WalletPage = lazy(async () => ({ default: (await import("./pages/wallet-page.tsx")).WalletPage }));
const EstatesPage = lazy(async () => ({ default: (await import("./pages/estates-page.tsx")).EstatesPage }));
const StaysPage = lazy(async () => ({ default: (await import("./pages/stays-page.tsx")).StaysPage }));
const MorePage = lazy(async () => ({ default: (await import("./pages/more-page.tsx")).MorePage }));
const VehiclesPage = lazy(async () => ({ default: (await import("./pages/vehicles-page.tsx")).VehiclesPage }));
const CardsPage = lazy(async () => ({ default: (await import("./pages/cards-page.tsx")).CardsPage }));
const GroupsPage = lazy(async () => ({ default: (await import("./pages/groups-page.tsx")).GroupsPage }));
const BaysPage = lazy(async () => ({ default: (await import("./pages/bays-page.tsx")).BaysPage }));
const SubscriptionsPage = lazy(async () => ({
  default: (await import("./pages/subscriptions-page.tsx")).SubscriptionsPage,
}));
const SettingsPage = lazy(async () => ({ default: (await import("./pages/settings-page.tsx")).SettingsPage }));
const GoodbyePage = lazy(async () => ({ default: (await import("./pages/goodbye-page.tsx")).GoodbyePage }));
const ScanPage = lazy(async () => ({ default: (await import("./scan/scan-page.tsx")).ScanPage }));

/** Pages that need no words of their own here. */
const FARTHER = {
  "/more": MorePage,
  "/more/vehicles": VehiclesPage,
  "/more/cards": CardsPage,
  "/more/groups": GroupsPage,
  "/more/bays": BaysPage,
  "/more/subscriptions": SubscriptionsPage,
  "/more/settings": SettingsPage,
  "/scan": ScanPage,
} as const;

const TABS = [
  ["/", "pass", QrCode],
  ["/estates", "estates", MapPin],
  ["/stays", "stays", ReceiptText],
  ["/wallet", "wallet", CreditCard],
  ["/more", "more", Menu],
] as const;

function Tabs(): ReactNode {
  const { t } = useLanguage();
  const [at] = useLocation();
  return (
    <nav className="tabs" aria-label={t.nav.label}>
      <span className="brand">
        <img src="/app/icons/icon.svg" alt="" width="32" height="32" />
        Baygate
      </span>
      {TABS.map(([href, name, Icon]) => {
        const isHere = href === "/" ? at === "/" : at.startsWith(href);
        return (
          <Link key={href} href={href} {...(isHere ? { "aria-current": "page" as const } : {})}>
            <Icon aria-hidden="true" />
            {t.nav[name]}
          </Link>
        );
      })}
    </nav>
  );
}

function Pages(): ReactNode {
  const { t } = useLanguage();
  return (
    <Switch>
      <Route path="/">
        <PassPage />
      </Route>
      <Route path="/estates">
        <EstatesPage />
      </Route>
      <Route path="/estates/:estate">{({ estate }) => <EstatePage id={estate} />}</Route>
      <Route path="/stays">
        <StaysPage />
      </Route>
      <Route path="/stays/:stay">{({ stay }) => <StayPage id={stay} />}</Route>
      <Route path="/wallet">
        <WalletPage />
      </Route>
      {Object.entries(FARTHER).map(([path, Farther]) => (
        <Route key={path} path={path}>
          <Farther />
        </Route>
      ))}
      <Route>
        <Page title={t.common.pageUnknown}>
          <Empty icon={QrCode} title={t.common.pageUnknown} lead="">
            <Link className="button main" href="/">
              {t.common.home}
            </Link>
          </Empty>
        </Page>
      </Route>
    </Switch>
  );
}

/** Whoever is not signed in sees where there is room, and the way in. */
function Inside(): ReactNode {
  const { state } = useMe();
  const [at] = useLocation();
  useLiveMe(state === "in");
  // Who has just deleted the account is nobody any more.
  if (at === "/goodbye") return <GoodbyePage />;
  if (state === "unknown" && !at.startsWith("/estates"))
    return (
      <div className="content">
        <Bones />
      </div>
    );
  if (state === "out" && !at.startsWith("/estates")) return <Welcome />;
  return <Pages />;
}

export function App(): ReactNode {
  const { t } = useLanguage();
  const [at] = useLocation();
  return (
    // Another build took over meanwhile: the next page is loaded whole.
    <div className="frame" onClickCapture={(event) => hasNewBuild() && openWhole(event.target)}>
      <a className="skip" href="#content">
        {t.common.skip}
      </a>
      <Suspense
        fallback={
          <div className="content">
            <Bones />
          </div>
        }
      >
        <div key={at.split("/")[1]} className="turn">
          <Inside />
        </div>
      </Suspense>
      <LinkState />
      <Tabs />
    </div>
  );
}

function openWhole(target: EventTarget): void {
  const link = target instanceof Element ? target.closest("a[href^='/app']") : null;
  if (link instanceof HTMLAnchorElement) location.assign(link.href);
}
