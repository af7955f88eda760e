import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useAsked } from "../api/asked.ts";
import { addMethod, topUp } from "../api/money.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Choices, Field } from "../parts/fields.tsx";
import { Button, Notice, Sheet } from "../parts/parts.tsx";
import { minorOf } from "./amounts.ts";

const AMOUNTS = ["10", "20", "50"] as const;

/** How much, and pay. Who has no way to pay yet adds one here. */
export function TopUpSheet(props: {
  currency: string;
  onClose: () => void;
  onDone: (words: string) => void;
}): ReactNode {
  const { t, format } = useLanguage();
  const { currency, onClose, onDone } = props;
  const { data: methods } = useAsked("methods");
  const { run, busy, refused } = useDoing();
  const [chosen, setChosen] = useState<string>("20");
  const [typed, setTyped] = useState("");
  const [said, setSaid] = useState<string>();
  // One key for one wish: pressed again after a lost answer, it is the same payment.
  const key = useRef({ amountMinor: 0, text: "" });
  const amountMinor = minorOf(typed === "" ? chosen : typed, currency);
  const isWrong =
    amountMinor === undefined ||
    amountMinor < minorOf("1", currency, 100) ||
    amountMinor > minorOf("1000", currency, 100_000);
  const pay = (event: FormEvent): void => {
    event.preventDefault();
    setSaid(isWrong ? t.wallet.amountWrong : undefined);
    if (isWrong) return;
    if (key.current.amountMinor !== amountMinor) key.current = { amountMinor, text: crypto.randomUUID() };
    run(async () => {
      if (methods?.length === 0) await addMethod();
      const payment = await topUp(amountMinor, key.current.text);
      if (payment.state === "failed" || payment.state === "cancelled") {
        key.current = { amountMinor: 0, text: "" };
        return setSaid(t.wallet.failed);
      }
      const words =
        payment.state === "succeeded" ? t.wallet.done(format.money(amountMinor, currency)) : t.wallet.pending;
      onDone(payment.action === null ? words : t.wallet.confirm);
      onClose();
    });
  };
  return (
    <Sheet title={t.wallet.topUpAmount} onClose={onClose}>
      <form className="form" onSubmit={pay} noValidate>
        <Choices
          label={t.wallet.topUpAmount}
          options={AMOUNTS.map((each) => [each, format.money(minorOf(each, currency, 0), currency)] as const)}
          value={typed === "" ? (chosen as (typeof AMOUNTS)[number]) : undefined}
          onChoose={(value) => {
            setTyped("");
            setChosen(value);
          }}
        />
        <Field
          label={t.wallet.otherAmount}
          inputMode="decimal"
          dir="ltr"
          autoComplete="transaction-amount"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {methods?.length === 0 && <p className="soft small">{t.wallet.sandbox}</p>}
        {(said ?? refused) && <Notice kind="alarm">{said ?? refused}</Notice>}
        <Button kind="main" type="submit" busy={busy} wide>
          {isWrong ? t.wallet.topUp : `${t.wallet.topUp} · ${format.money(amountMinor, currency)}`}
        </Button>
      </form>
    </Sheet>
  );
}
