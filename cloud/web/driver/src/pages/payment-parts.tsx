import { CreditCard, Plus, X } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useAsked } from "../api/asked.ts";
import { addMethod, endMethod, orderMethods, redeem, setAutoTopUp } from "../api/money.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Field } from "../parts/fields.tsx";
import { Button, Notice, Section } from "../parts/parts.tsx";
import { minorOf } from "./amounts.ts";

/** How the driver pays, in the order of trying. */
export function PaymentMethods(): ReactNode {
  const { t } = useLanguage();
  const { data: methods } = useAsked("methods");
  const { run, busy, refused } = useDoing();
  if (!methods) return null;
  return (
    <Section title={t.wallet.methods}>
      <ul className="card flush rows">
        {methods.length === 0 && (
          <li className="row">
            <span className="grow">
              <span className="strong">{t.wallet.noMethods}</span>
              <span className="soft small block">{t.wallet.noMethodsLead}</span>
            </span>
          </li>
        )}
        {methods.map((method, at) => (
          <li key={method.id} className="row">
            <span className="badge">
              <CreditCard aria-hidden="true" />
            </span>
            <span className="grow strong">{method.label}</span>
            {methods.length > 1 && at === 0 && <span className="pill accent">{t.wallet.first}</span>}
            {at > 0 && (
              <Button
                kind="plain"
                onPress={() =>
                  run(() => orderMethods([method.id, ...methods.filter((each) => each !== method).map(({ id }) => id)]))
                }
              >
                {t.wallet.makeFirst}
              </Button>
            )}
            <button
              type="button"
              className="icon-button"
              aria-label={t.wallet.removeMethod(method.label)}
              onClick={() => run(() => endMethod(method.id))}
            >
              <X aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      {refused && <Notice kind="alarm">{refused}</Notice>}
      <Button icon={Plus} busy={busy} onPress={() => run(addMethod)}>
        {t.wallet.addMethod}
      </Button>
    </Section>
  );
}

/** Fetches money by itself when there is little. */
export function AutoTopUp({ currency }: { currency: string }): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const [below, setBelow] = useState("5");
  const [amount, setAmount] = useState("20");
  const [said, setSaid] = useState<string>();
  const turnOn = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = { belowMinor: minorOf(below, currency, -1), amountMinor: minorOf(amount, currency, -1) };
    run(async () => {
      await setAutoTopUp(wanted);
      setSaid(t.wallet.autoSet);
    });
  };
  const turnOff = () =>
    run(async () => {
      await setAutoTopUp(null);
      setSaid(t.wallet.autoEnded);
    });
  return (
    <Section title={t.wallet.auto}>
      <form className="card form" onSubmit={turnOn}>
        <p className="soft small">{t.wallet.autoLead}</p>
        <div className="two">
          <Field
            label={`${t.wallet.autoBelow} (${currency})`}
            inputMode="decimal"
            dir="ltr"
            value={below}
            onChange={(event) => setBelow(event.target.value)}
          />
          <Field
            label={`${t.wallet.autoAmount} (${currency})`}
            inputMode="decimal"
            dir="ltr"
            value={amount}
            onChange={(event) => setAmount(event.target.value)}
          />
        </div>
        {refused && <Notice kind="alarm">{refused}</Notice>}
        {said && !refused && <Notice kind="good">{said}</Notice>}
        <div className="actions">
          <Button kind="main" type="submit" busy={busy}>
            {t.wallet.autoOn}
          </Button>
          <Button busy={busy} onPress={turnOff}>
            {t.wallet.autoOff}
          </Button>
        </div>
      </form>
    </Section>
  );
}

export function RedeemCode(): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const [code, setCode] = useState("");
  const [isDone, setDone] = useState(false);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setDone(false);
    run(async () => {
      await redeem(code);
      setCode("");
      setDone(true);
    });
  };
  return (
    <Section title={t.wallet.voucher}>
      <form className="card form" onSubmit={send}>
        <Field
          label={t.wallet.voucherCode}
          required
          dir="ltr"
          autoComplete="off"
          autoCapitalize="characters"
          value={code}
          onChange={(event) => setCode(event.target.value.trim())}
        />
        {refused && <Notice kind="alarm">{refused}</Notice>}
        {isDone && <Notice kind="good">{t.wallet.voucherDone}</Notice>}
        <Button type="submit" busy={busy}>
          {t.wallet.voucher}
        </Button>
      </form>
    </Section>
  );
}
