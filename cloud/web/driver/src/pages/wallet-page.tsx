import { Plus, WalletCards } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { haveCome, useAsked, type Wallet } from "../api/asked.ts";
import { refusalWords } from "../api/refusal.ts";
import { useLanguage } from "../i18n/language.tsx";
import { Bones, Button, Notice, Page, Section } from "../parts/parts.tsx";
import { AutoTopUp, PaymentMethods, RedeemCode } from "./payment-parts.tsx";
import { TopUpSheet } from "./top-up.tsx";

/** The driver's money. */
export function WalletPage(): ReactNode {
  const { t } = useLanguage();
  const { data: wallet, error } = useAsked("wallet", { everyMs: 20_000 });
  const isThere = haveCome(useAsked("wallet"), useAsked("statement"), useAsked("methods"));
  const [isToppingUp, setToppingUp] = useState(false);
  const [done, setDone] = useState<string>();
  if (!wallet || !isThere)
    return (
      <Page title={t.wallet.title}>
        {error === undefined ? <Bones /> : <Notice kind="alarm">{refusalWords(error, t)}</Notice>}
      </Page>
    );
  return (
    <Page title={t.wallet.title}>
      <WalletCard wallet={wallet} />
      {done && <Notice kind="good">{done}</Notice>}
      <Button kind="main" icon={Plus} wide onPress={() => setToppingUp(true)}>
        {t.wallet.topUp}
      </Button>
      {isToppingUp && <TopUpSheet currency={wallet.currency} onClose={() => setToppingUp(false)} onDone={setDone} />}
      <Movements currency={wallet.currency} />
      <PaymentMethods />
      <AutoTopUp currency={wallet.currency} />
      <RedeemCode />
    </Page>
  );
}

function WalletCard({ wallet }: { wallet: Wallet }): ReactNode {
  const { t, format } = useLanguage();
  const { currency, availableMinor, balanceMinor, heldMinor, debtMinor, creditMinor } = wallet;
  const parts = [
    [t.wallet.balance, balanceMinor],
    [t.wallet.held, heldMinor],
    [t.wallet.debt, debtMinor],
    [t.wallet.credit, creditMinor],
  ] as const;
  // One number that says all needs no others beside it.
  const shown = parts.filter(([, amount], at) => (at === 0 ? amount !== availableMinor : amount !== 0));
  return (
    <section className="purse" aria-label={t.wallet.title}>
      <span className="small">{t.wallet.available}</span>
      <span className="huge number">{format.money(availableMinor, currency)}</span>
      {shown.length > 0 && (
        <dl className="pairs">
          {shown.map(([words, amount]) => (
            <div key={words}>
              <dt>{words}</dt>
              <dd className="strong number">{format.money(amount, currency)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

const SHOWN = 8;

function Movements({ currency }: { currency: string }): ReactNode {
  const { t, format } = useLanguage();
  const { data } = useAsked("statement");
  const [all, setAll] = useState(false);
  if (!data) return null;
  const newest = [...data].reverse();
  return (
    <Section title={t.wallet.movements}>
      {data.length === 0 && (
        <p className="card soft">
          <WalletCards aria-hidden="true" />
          {t.wallet.noMovements}
        </p>
      )}
      {data.length > 0 && (
        <ul className="card flush rows">
          {newest.slice(0, all ? undefined : SHOWN).map((each) => {
            const movedMinor = each.walletMinor - each.debtMinor;
            const content = (
              <>
                <span className="grow">
                  <span className="strong">{t.wallet.kinds[each.kind] ?? each.words}</span>
                  <span className="soft small block">{format.when(each.occurredAt)}</span>
                </span>
                <span className={`end number strong ${movedMinor > 0 ? "gain" : ""}`}>
                  <bdi>{format.moved(movedMinor, currency)}</bdi>
                </span>
              </>
            );
            return (
              <li key={each.transaction}>
                {each.stay === null ? (
                  <div className="row">{content}</div>
                ) : (
                  <Link className="row" href={`/stays/${each.stay}`}>
                    {content}
                  </Link>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {!all && data.length > SHOWN && <Button onPress={() => setAll(true)}>{t.common.more}</Button>}
    </Section>
  );
}
