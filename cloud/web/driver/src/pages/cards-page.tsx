import { answered, done } from "@baygate/client";
import { CreditCard, Nfc, X } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { askAgain, useAnswer, useAsked } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Field, Select } from "../parts/fields.tsx";
import { Bones, Button, Empty, Notice, Page, Sheet } from "../parts/parts.tsx";

async function giveUp(card: string): Promise<void> {
  await done(client.DELETE("/v1/me/cards/{card}", { params: { path: { card } } }));
  await askAgain("cards");
}

/** Cards that open gates for this driver, and how another becomes one. */
export function CardsPage(): ReactNode {
  const { t, format } = useLanguage();
  const { data, isLoading } = useAsked("cards");
  const { run, refused } = useDoing();
  const [isLinking, setLinking] = useState(false);
  return (
    <Page title={t.cards.title} back="/more">
      {isLoading && !data && <Bones count={1} />}
      {data?.length === 0 && <Empty icon={CreditCard} title={t.cards.none} lead={t.cards.noneLead} />}
      {data && data.length > 0 && (
        <ul className="card flush rows">
          {data.map(({ card, label, createdAt }) => (
            <li key={card} className="row">
              <span className="badge">
                <CreditCard aria-hidden="true" />
              </span>
              <span className="grow">
                <bdi className="strong">{label}</bdi>
                <span className="soft small block">{t.cards.since(format.date(createdAt))}</span>
              </span>
              <button
                type="button"
                className="icon-button"
                aria-label={t.cards.remove(label)}
                onClick={() => run(() => giveUp(card))}
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
  const [label, setLabel] = useState("");
  const [link, setLink] = useState<string>();
  const chosen = gate ?? gates[0]?.[0];
  if (chosen === undefined)
    return (
      <Sheet title={t.cards.link} onClose={onClose}>
        <Notice kind="plain">{t.cards.noGates}</Notice>
      </Sheet>
    );
  const begin = (event: FormEvent): void => {
    event.preventDefault();
    const body = { gate: chosen, label: label.trim() || t.cards.card };
    run(async () => setLink((await answered(client.POST("/v1/me/card-links", { body }))).link));
  };
  return (
    <Sheet title={t.cards.link} onClose={onClose}>
      {link === undefined ? (
        <form className="form" onSubmit={begin}>
          <Field
            label={`${t.cards.label} (${t.common.optional})`}
            hint={t.cards.labelHint}
            maxLength={80}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
          <Select
            label={t.cards.which}
            options={gates}
            value={chosen}
            onChange={(event) => setGate(event.target.value)}
          />
          {refused && <Notice kind="alarm">{refused}</Notice>}
          <Button kind="main" type="submit" icon={Nfc} busy={busy} wide>
            {t.cards.begin}
          </Button>
        </form>
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
  const ask = () => answered(client.GET("/v1/me/card-links/{link}", { params: { path: { link } } }));
  const { data } = useAnswer(`card-links/${link}`, ask, isOver ? 0 : OFTEN_MS);
  const state = data?.state ?? "waiting";
  useEffect(() => {
    if (state === "waiting") return;
    setOver(true);
    void askAgain("cards");
  }, [state]);
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
      <Notice kind={state === "linked" ? "good" : "alarm"}>
        {(state === "refused" && t.refusal.byCode[data?.reason ?? ""]) || t.cards[state]}
      </Notice>
      {state !== "linked" && (
        <Button wide onPress={onAgain}>
          {t.common.retry}
        </Button>
      )}
    </div>
  );
}
