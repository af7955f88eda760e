import { answered } from "@baygate/client";
import { FileText, MessageCircleWarning, ReceiptText } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { askAgain, type Stay, useAsked } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useEstateName, useEstateZone } from "../api/seen.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { useNow } from "../parts/now.ts";
import { Bones, Button, Empty, Notice, Page, Section, Sheet } from "../parts/parts.tsx";
import { useStay } from "./use-stay.ts";

/** One stay: what it cost, and why, line by line. */
export function StayPage({ id }: { id: string }): ReactNode {
  const { t } = useLanguage();
  const { stay, isUnknown } = useStay(id);
  if (!stay)
    return (
      <Page title={t.stays.one} back="/stays">
        {isUnknown ? <Empty icon={ReceiptText} title={t.stays.unknown} lead="" /> : <Bones />}
      </Page>
    );
  return <Seen stay={stay} />;
}

function Seen({ stay }: { stay: Stay }): ReactNode {
  const { t, format } = useLanguage();
  const estate = useEstateName(stay.estate);
  const timeZone = useEstateZone(stay.estate);
  const nowMs = useNow(1_000);
  const from = stay.arrivedAt ?? stay.grantedAt;
  const until = stay.departedAt === null ? nowMs : Date.parse(stay.departedAt);
  const { cost } = stay;
  return (
    <Page title={estate} back="/stays">
      <section className="card total" aria-label={t.stays.total}>
        <span className="soft">{cost?.final ? t.stays.total : t.stays.soFar}</span>
        <span className="huge number">{cost ? format.money(cost.totalMinor, cost.currency) : "–"}</span>
        {cost && !cost.final && <span className="soft small">{t.stays.if}</span>}
      </section>
      <dl className="card pairs">
        <Pair term={t.stays.arrived}>{format.exactWhen(from, timeZone)}</Pair>
        <Pair term={t.stays.departed}>
          {stay.departedAt === null ? "–" : format.exactWhen(stay.departedAt, timeZone)}
        </Pair>
        <Pair term={t.stays.duration}>{format.duration(until - Date.parse(from))}</Pair>
        <Pair term={t.stays.zone}>
          <ZoneName estate={stay.estate} zone={stay.zone} />
        </Pair>
      </dl>
      {cost && cost.lines.length > 0 && <Explanation cost={cost} />}
      {cost?.final && <AfterStay stay={stay} />}
    </Page>
  );
}

function Pair(props: { term: string; children: ReactNode }): ReactNode {
  return (
    <div>
      <dt className="soft">{props.term}</dt>
      <dd className="strong number">{props.children}</dd>
    </div>
  );
}

function ZoneName({ estate, zone }: { estate: string; zone: string }): ReactNode {
  const { data } = useAsked("estates");
  return data?.find((each) => each.id === estate)?.zones.find((each) => each.id === zone)?.name ?? zone;
}

/** Every line of the price. The server's own words stand beneath, for they are what the signed receipt says. */
function Explanation({ cost }: { cost: NonNullable<Stay["cost"]> }): ReactNode {
  const { t, format } = useLanguage();
  return (
    <Section title={t.stays.explained}>
      <ul className="card flush rows lines">
        {cost.lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name but their place
          <li key={at} className="row">
            <span className="grow">
              <span className="strong">{t.rules[line.rule] ?? line.rule}</span>
              <bdi className="soft small block" lang="en">
                {line.words}
              </bdi>
            </span>
            <span className="end number strong">{format.money(line.amountMinor, cost.currency)}</span>
          </li>
        ))}
        <li className="row sum">
          <span className="grow strong">{t.stays.total}</span>
          <span className="end number strong">{format.money(cost.totalMinor, cost.currency)}</span>
        </li>
      </ul>
    </Section>
  );
}

function AfterStay({ stay }: { stay: Stay }): ReactNode {
  const { t } = useLanguage();
  const { data: receipts } = useAsked("receipts", { everyMs: 10_000 });
  const { data: disputes } = useAsked("disputes");
  const [asking, setAsking] = useState(false);
  const mine = receipts?.filter((each) => each.stay === stay.id) ?? [];
  const dispute = disputes?.find((each) => each.stay === stay.id);
  const states = { open: t.stays.disputeOpen, accepted: t.stays.disputeAgreed, refused: t.stays.disputeRefused };
  return (
    <>
      {dispute && (
        <Notice kind={dispute.state === "accepted" ? "good" : "plain"}>
          <p>{states[dispute.state]}</p>
          {dispute.answer !== null && <p>{t.stays.disputeAnswer(dispute.answer)}</p>}
        </Notice>
      )}
      {receipts && mine.length === 0 && <p className="soft small">{t.stays.receiptSoon}</p>}
      <div className="actions">
        {mine.map((receipt) => (
          <a
            key={receipt.id}
            className="button main"
            href={`/v1/me/receipts/${receipt.id}/pdf`}
            target="_blank"
            rel="noreferrer"
          >
            <FileText aria-hidden="true" />
            {receipt.kind === "receipt" ? t.stays.pdf : t.stays.creditNote}
          </a>
        ))}
        {!dispute && (
          <Button icon={MessageCircleWarning} onPress={() => setAsking(true)}>
            {t.stays.disagree}
          </Button>
        )}
      </div>
      {asking && <DisputeSheet stay={stay} onClose={() => setAsking(false)} />}
    </>
  );
}

function DisputeSheet({ stay, onClose }: { stay: Stay; onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const [words, setWords] = useState("");
  const send = (event: FormEvent): void => {
    event.preventDefault();
    run(async () => {
      const params = { path: { stay: stay.id } };
      await answered(client.POST("/v1/me/stays/{stay}/disputes", { params, body: { words } }));
      await askAgain("disputes");
      onClose();
    });
  };
  return (
    <Sheet title={t.stays.disputeTitle} onClose={onClose}>
      <form className="form" onSubmit={send}>
        <div className="field">
          <label htmlFor="words">{t.stays.disputeHint}</label>
          <textarea
            id="words"
            required
            maxLength={1000}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
        {refused && <Notice kind="alarm">{refused}</Notice>}
        <Button kind="main" type="submit" busy={busy} wide>
          {t.stays.disputeSend}
        </Button>
      </form>
    </Sheet>
  );
}
