import { Fingerprint } from "lucide-react";
import { type ReactNode, useState } from "react";
import { askAgain, useAsked } from "../api/asked.ts";
import { addPasskey } from "../api/passkeys.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Button, Notice, Section } from "../parts/parts.tsx";

/** Signing in by fingerprint or face. */
export function Passkeys(): ReactNode {
  const { t, format } = useLanguage();
  const { data } = useAsked("passkeys");
  const { run, busy, refused } = useDoing();
  const [isAdded, setAdded] = useState(false);
  const isKnown = "PublicKeyCredential" in window;
  return (
    <Section title={t.settings.passkeys}>
      <div className="card">
        <p className="soft small">{isKnown ? t.settings.passkeysLead : t.settings.passkeysUnsupported}</p>
        {data?.map(({ id, name, createdAt }) => (
          <p key={id}>
            <bdi className="strong">{name ?? t.settings.passkeys}</bdi>{" "}
            <span className="soft small">{format.date(createdAt)}</span>
          </p>
        ))}
        {refused && <Notice kind="alarm">{refused}</Notice>}
        {isAdded && !refused && <Notice kind="good">{t.settings.passkeyAdded}</Notice>}
        {isKnown && (
          <Button
            icon={Fingerprint}
            busy={busy}
            onPress={() =>
              run(async () => {
                await addPasskey("Baygate");
                await askAgain("passkeys");
                setAdded(true);
              })
            }
          >
            {t.settings.addPasskey}
          </Button>
        )}
      </div>
    </Section>
  );
}
