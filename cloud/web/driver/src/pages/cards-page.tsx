import { CreditCard, Nfc, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useAsked } from "../api/asked.ts";
import { call } from "../api/client.ts";
import { type Card, type CardLink, change, type Items, useThing } from "../api/things.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Select } from "../parts/fields.tsx";
import { Bones, Button, Empty, Notice, Page, Sheet } from "../parts/parts.tsx";

const PATH = "/v1/me/cards";

/** Cards that open gates for this driver, and how another becomes one. */
export function CardsPage(): ReactNode {
  const { t, format } = useLanguage();
  const { data, isLoading } = useThing<Items<Card>>(PATH);
  const { run, refused } = useDoing();
  const [isLinking, setLinking] = useState(false);
  return (
    <Page title={t.cards.title} back="/more">
      {isLoading && !data && <Bones count={1} />}
      {data?.items.length === 0 && <Empty icon={CreditCard} title={t.cards.none} lead={t.cards.noneLead} />}
      {data && data.items.length > 0 && (
        <ul className="card flush rows">
          {data.items.map((card) => (
            <li key={card.card} className="row">
              <span className="badge">
                <CreditCard aria-hidden="true" />
              </span>
              <span className="grow">
                <span className="strong">{card.label}</span>
                <span className="soft small block">{t.cards.since(format.date(card.createdAt))}</span>
              </span>
              <button
                type="button"
                className="icon-button"
                aria-label={t.cards.remove(card.label)}
                onClick={() => run(() => change("DELETE", `${PATH}/${card.card}`, undefined, PATH))}
              >
                <X aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {refused && <Notice kind="alarm">{refused}</Notice>}
      <Button kind="main" icon={Nfc} wide onPress={() => setLinking(true)}>
        {t.cards.link}
      </Button>
      {isLinking && <LinkSheet onClose={() => setLinking(false)} />}
    </Page>
  );
}

/** The gate takes the next unknown card that is held to it. */
function LinkSheet({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const { data: estates } = useAsked("estates");
  const { run, busy, refused } = useDoing();
  const gates = (estates ?? []).flatMap((estate) =>
    estate.gates.map((gate) => [gate.id, `${estate.name} · ${gate.name}`] as const),
  );
  const [gate, setGate] = useState<string>();
  const [link, setLink] = useState<string>();
  const chosen = gate ?? gates[0]?.[0];
  const begin = () =>
    run(async () => setLink((await call<{ link: string }>("POST", "/v1/me/card-links", { gate: chosen })).link));
  if (chosen === undefined)
    return (
      <Sheet title={t.cards.link} onClose={onClose}>
        <Notice kind="plain">{t.cards.noGates}</Notice>
      </Sheet>
    );
  return (
    <Sheet title={t.cards.link} onClose={onClose}>
      {link === undefined ? (
        <div className="form">
          <Select
            label={t.cards.which}
            options={gates}
            value={chosen}
            onChange={(event) => setGate(event.target.value)}
          />
          {refused && <Notice kind="alarm">{refused}</Notice>}
          <Button kind="main" icon={Nfc} busy={busy} wide onPress={begin}>
            {t.cards.begin}
          </Button>
        </div>
      ) : (
        <Linking link={link} onAgain={() => setLink(undefined)} />
      )}
    </Sheet>
  );
}

const OFTEN_MS = 1_500;

function Linking({ link, onAgain }: { link: string; onAgain: () => void }): ReactNode {
  const { t } = useLanguage();
  const [isOver, setOver] = useState(false);
  const { data } = useThing<CardLink>(`/v1/me/card-links/${link}`, isOver ? 0 : OFTEN_MS);
  const state = data?.state ?? "waiting";
  useThing<Items<Card>>(state === "linked" ? PATH : null);
  if (state !== "waiting" && !isOver) setOver(true);
  if (state === "waiting")
    return (
      <div className="empty" role="status">
        <span className="badge wave">
          <Nfc aria-hidden="true" />
        </span>
        <p className="strong">{t.cards.waiting}</p>
      </div>
    );
  return (
    <div className="form">
      <Notice kind={state === "linked" ? "good" : "alarm"}>{t.cards[state]}</Notice>
      {state !== "linked" && (
        <Button wide onPress={onAgain}>
          {t.common.retry}
        </Button>
      )}
    </div>
  );
}
