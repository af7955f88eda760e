import { answered } from "@baygate/client";
import { Fingerprint, Mail, ReceiptText, ShieldCheck, WifiOff } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { Link } from "wouter";
import { askAgain } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Field } from "../parts/fields.tsx";
import { Button, Notice, Page } from "../parts/parts.tsx";
import { LanguageChoice } from "./language-choice.tsx";

const sendCode = (email: string) =>
  answered(client.POST("/v1/auth/email-otp/send-verification-otp", { body: { email, type: "sign-in" } }));

/** Signing in and signing up are the same: an address, and the code that comes to it. */
export function Welcome(): ReactNode {
  const { t } = useLanguage();
  const [email, setEmail] = useState<string>();
  return (
    <Page title={t.signIn.welcome} end={<LanguageChoice />}>
      <p className="lead">{t.signIn.lead}</p>
      <ul className="points">
        <li>
          <WifiOff aria-hidden="true" />
          {t.signIn.point1}
        </li>
        <li>
          <ShieldCheck aria-hidden="true" />
          {t.signIn.point2}
        </li>
        <li>
          <ReceiptText aria-hidden="true" />
          {t.signIn.point3}
        </li>
      </ul>
      <div className="card">
        {email === undefined ? (
          <AddressForm onSent={setEmail} />
        ) : (
          <CodeForm email={email} onOther={() => setEmail(undefined)} />
        )}
      </div>
      <Link className="button plain" href="/estates">
        {t.signIn.look}
      </Link>
    </Page>
  );
}

function AddressForm(props: { onSent: (email: string) => void }): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const [email, setEmail] = useState("");
  const send = (event: FormEvent): void => {
    event.preventDefault();
    run(async () => {
      await sendCode(email);
      props.onSent(email);
    });
  };
  return (
    <form className="form" onSubmit={send}>
      <Field
        label={t.signIn.email}
        hint={t.signIn.newHere}
        type="email"
        autoComplete="email webauthn"
        inputMode="email"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value.trim())}
      />
      {refused && <Notice kind="alarm">{refused}</Notice>}
      <Button kind="main" type="submit" icon={Mail} busy={busy} wide>
        {t.signIn.sendCode}
      </Button>
      {"credentials" in navigator && "PublicKeyCredential" in window && <PasskeyButton />}
      <p className="soft small">{t.signIn.terms}</p>
    </form>
  );
}

function PasskeyButton(): ReactNode {
  const { t } = useLanguage();
  const [failed, setFailed] = useState(false);
  const { run, busy } = useDoing();
  const enter = () =>
    run(async () => {
      setFailed(false);
      const { signInWithPasskey } = await import("../api/passkeys.ts");
      const entered = await signInWithPasskey().catch(() => false);
      setFailed(!entered);
      if (entered) await askAgain("me");
    });
  return (
    <>
      <Button icon={Fingerprint} busy={busy} wide onPress={enter}>
        {t.signIn.passkey}
      </Button>
      {failed && <Notice kind="warm">{t.signIn.passkeyFailed}</Notice>}
    </>
  );
}

function CodeForm(props: { email: string; onOther: () => void }): ReactNode {
  const { t } = useLanguage();
  const { email, onOther } = props;
  const { run, busy, refused } = useDoing();
  const [otp, setOtp] = useState("");
  const enter = (event: FormEvent): void => {
    event.preventDefault();
    run(async () => {
      await answered(client.POST("/v1/auth/sign-in/email-otp", { body: { email, otp } }));
      await askAgain("me");
    });
  };
  return (
    <form className="form" onSubmit={enter}>
      <p>{t.signIn.codeSent(email)}</p>
      <Field
        label={t.signIn.code}
        big
        // The form asks for it next, so that is where the fingers are.
        autoFocus
        dir="ltr"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9]{6,8}"
        required
        value={otp}
        onChange={(event) => setOtp(event.target.value.replaceAll(/\D/g, "").slice(0, 8))}
      />
      {refused && <Notice kind="alarm">{refused}</Notice>}
      <Button kind="main" type="submit" busy={busy} wide>
        {t.signIn.enter}
      </Button>
      <div className="actions">
        <Button kind="plain" onPress={() => run(() => sendCode(email))}>
          {t.signIn.again}
        </Button>
        <Button kind="plain" onPress={onOther}>
          {t.signIn.otherEmail}
        </Button>
      </div>
    </form>
  );
}
