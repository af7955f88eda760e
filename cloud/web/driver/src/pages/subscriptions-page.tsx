import { answered, type Schemas } from "@baygate/client";
import { CalendarSync } from "lucide-react";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Link } from "wouter";
import { askAgain, haveCome, useAsked } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useEstateName } from "../api/seen.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Switch } from "../parts/fields.tsx";
import { Bones, Button, Empty, Notice, Page, Section, Sheet } from "../parts/parts.tsx";

type Plan = Schemas["SubscriptionPlan"];
type Subscription = Schemas["Subscription"];

/** Parking paid by the month: what this driver has, and what is on offer. */
export function SubscriptionsPage(): ReactNode {
  const { t } = useLanguage();
  const isThere = haveCome(useAsked("plans"), useAsked("subscriptions"));
  const { data: plans } = useAsked("plans");
  const { data: mine } = useAsked("subscriptions");
  const live = mine?.filter(({ endedAt, until }) => endedAt === null && Date.parse(until) > Date.now()) ?? [];
  const [chosen, setChosen] = useState<Plan>();
  return (
    <Page title={t.subscriptions.title} back="/more">
      {!isThere && <Bones count={1} />}
      {isThere && plans?.length === 0 && live.length === 0 && (
        <Empty icon={CalendarSync} title={t.subscriptions.none} lead={t.subscriptions.noneLead} />
      )}
      {isThere && live.length > 0 && (
        <Section title={t.subscriptions.mine}>
          {live.map((each) => (
            <Held key={each.id} subscription={each} plan={plans?.find(({ id }) => id === each.plan)} />
          ))}
        </Section>
      )}
      {isThere && plans && plans.length > 0 && (
        <Section title={t.subscriptions.offers}>
          {plans.map((plan) => (
            <Offer key={plan.id} plan={plan} onChoose={() => setChosen(plan)} />
          ))}
        </Section>
      )}
      {chosen && <BuySheet plan={chosen} onClose={() => setChosen(undefined)} />}
    </Page>
  );
}

function usePrice(plan: Plan): string {
  const { t, format } = useLanguage();
  return t.subscriptions.price[plan.period](format.money(plan.priceMinor, plan.currency));
}

function Held({ subscription, plan }: { subscription: Subscription; plan: Plan | undefined }): ReactNode {
  const { t, format } = useLanguage();
  const estate = useEstateName(plan?.estate ?? "");
  const { run, busy, refused } = useDoing();
  const cancel = () =>
    run(async () => {
      const params = { path: { subscription: subscription.id } };
      await answered(client.POST("/v1/me/subscriptions/{subscription}/cancel", { params }));
      await askAgain("subscriptions");
    });
  const until = format.date(subscription.until);
  return (
    <div className="card">
      <p className="strong">{plan?.name ?? subscription.plan}</p>
      {estate && <p className="soft small">{estate}</p>}
      <p className="facts">
        <span className={subscription.renews ? "pill good" : "pill"}>
          {subscription.renews ? t.subscriptions.renews(until) : t.subscriptions.ends(until)}
        </span>
      </p>
      {refused && <Notice kind="alarm">{refused}</Notice>}
      {subscription.renews && (
        <Button busy={busy} onPress={cancel}>
          {t.subscriptions.cancel}
        </Button>
      )}
    </div>
  );
}

function Offer({ plan, onChoose }: { plan: Plan; onChoose: () => void }): ReactNode {
  const { t } = useLanguage();
  const estate = useEstateName(plan.estate);
  return (
    <div className="card">
      <p className="strong">{plan.name}</p>
      <p className="soft small">{estate}</p>
      <p className="facts">
        <span className="pill accent number">{usePrice(plan)}</span>
        <span className="pill">{t.subscriptions.cars(plan.places)}</span>
        <When plan={plan} />
      </p>
      <Button label={`${t.subscriptions.choose}: ${plan.name}`} onPress={onChoose}>
        {t.subscriptions.choose}
      </Button>
    </div>
  );
}

/** A Monday, so that days of the week can be counted from it. */
const MONDAY_MS = Date.UTC(2024, 0, 1);
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** When a plan counts. */
function When({ plan }: { plan: Plan }): ReactNode {
  const { t, format } = useLanguage();
  if (plan.windows.length === 0) return <span className="pill">{t.subscriptions.always}</span>;
  return plan.windows.map(({ days = [], from, to }) => {
    const names = days.map((day) => format.weekday(MONDAY_MS + DAYS.indexOf(day) * 86_400_000)).join(", ");
    const hours = from !== undefined && to !== undefined ? `${from}–${to}` : "";
    return (
      <span key={`${names} ${hours}`} className="pill">
        {names} <bdi dir="ltr">{hours}</bdi>
      </span>
    );
  });
}

/** What is bought, for which vehicles, and the price once more. */
function BuySheet({ plan, onClose }: { plan: Plan; onClose: () => void }): ReactNode {
  const { t, format } = useLanguage();
  const { data: vehicles } = useAsked("vehicles");
  const { run, busy, refused } = useDoing();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  // One key for one wish: pressed again after a lost answer, it is the same subscription.
  const key = useRef({ of: "", text: "" });
  const buy = (event: FormEvent): void => {
    event.preventDefault();
    const body = { plan: plan.id, vehicles: [...chosen] };
    const of = JSON.stringify(body);
    if (key.current.of !== of) key.current = { of, text: crypto.randomUUID() };
    run(async () => {
      const params = { header: { "idempotency-key": key.current.text } };
      await answered(client.POST("/v1/me/subscriptions", { params, body }));
      await askAgain("subscriptions", "wallet", "statement");
      onClose();
    });
  };
  return (
    <Sheet title={plan.name} onClose={onClose}>
      <form className="form" onSubmit={buy}>
        <p>{t.subscriptions.lead}</p>
        {vehicles && vehicles.length > 0 && (
          <fieldset className="card flush rows">
            <legend className="legend">{t.subscriptions.which}</legend>
            {vehicles.map(({ id, label }) => (
              <Switch
                key={id}
                label={label}
                on={chosen.includes(id)}
                onTurn={(on) => setChosen(on ? [...chosen, id] : chosen.filter((each) => each !== id))}
              />
            ))}
          </fieldset>
        )}
        {refused && (
          <Notice kind="alarm">
            <p>{refused}</p>
            <Link className="strong" href="/wallet">
              {t.pass.topUp}
            </Link>
          </Notice>
        )}
        <Button kind="main" type="submit" busy={busy} wide>
          {t.subscriptions.buy(format.money(plan.priceMinor, plan.currency))}
        </Button>
      </form>
    </Sheet>
  );
}
