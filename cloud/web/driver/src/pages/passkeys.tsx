import { Fingerprint } from "lucide-react";
import { type ReactNode, useState } from "react";
import { addPasskey } from "../api/passkeys.ts";
import { type Items, useThing } from "../api/things.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Button, Notice, Section } from "../parts/parts.tsx";

const PATH = "/v1/auth/passkey/list-user-passkeys";

/** Signing in by fingerprint or face. */
export function Passkeys(): ReactNode {
  const { t, format } = useLanguage();
  const { data } = useThing<Items<{ id: string; name?: string; createdAt?: string }>>(PATH);
  const { run, busy, refused } = useDoing();
  const [isAdded, setAdded] = useState(false);
  const isKnown = "PublicKeyCredential" in window;
  return (
    <Section title={t.settings.passkeys}>
      <div className="card">
        <p className="soft small">{isKnown ? t.settings.passkeysLead : t.settings.passkeysUnsupported}</p>
        {data?.items.map(({ id, name, createdAt }) => (
          <p key={id}>
            <bdi className="strong">{name ?? t.settings.passkeys}</bdi>{" "}
            {createdAt && <span className="soft small">{format.date(createdAt)}</span>}
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
