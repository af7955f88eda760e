import { answered } from "@baygate/client";
import { Mail } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { askAgain } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useMe } from "../api/me.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Field } from "../parts/fields.tsx";
import { Button, Notice, Section, Sheet } from "../parts/parts.tsx";

/** The address one signs in with, and another one in its place. */
export function EmailSetting(): ReactNode {
  const { t } = useLanguage();
  const { me } = useMe();
  const [isChanging, setChanging] = useState(false);
  if (!me?.email) return null;
  return (
    <Section title={t.signIn.email}>
      <div className="card">
        <bdi className="strong ref">{me.email}</bdi>
        <Button icon={Mail} onPress={() => setChanging(true)}>
          {t.settings.changeEmail}
        </Button>
      </div>
      {isChanging && <ChangeSheet onClose={() => setChanging(false)} />}
    </Section>
  );
}

/** A code goes to the new address: whoever types it can read its mail. */
function ChangeSheet({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const [newEmail, setNewEmail] = useState("");
  const [otp, setOtp] = useState("");
  const [isSent, setSent] = useState(false);
  const go = (event: FormEvent): void => {
    event.preventDefault();
    run(async () => {
      if (!isSent) {
        await answered(client.POST("/v1/auth/email-otp/request-email-change", { body: { newEmail } }));
        return setSent(true);
      }
      await answered(client.POST("/v1/auth/email-otp/change-email", { body: { newEmail, otp } }));
      await askAgain("me");
      onClose();
    });
  };
  return (
    <Sheet title={t.settings.changeEmail} onClose={onClose}>
      <form className="form" onSubmit={go}>
        {isSent ? (
          <>
            <p>{t.signIn.codeSent(newEmail)}</p>
            <Field
              label={t.signIn.code}
              big
              dir="ltr"
              inputMode="numeric"
              autoComplete="one-time-code"
              pattern="[0-9]{6,8}"
              required
              value={otp}
              onChange={(event) => setOtp(event.target.value.replaceAll(/\D/g, "").slice(0, 8))}
            />
          </>
        ) : (
          <Field
            label={t.settings.newEmail}
            type="email"
            autoComplete="email"
            required
            value={newEmail}
            onChange={(event) => setNewEmail(event.target.value.trim())}
          />
        )}
        {refused && <Notice kind="alarm">{refused}</Notice>}
        <Button kind="main" type="submit" busy={busy} wide>
          {isSent ? t.settings.changeEmail : t.signIn.sendCode}
        </Button>
      </form>
    </Sheet>
  );
}
