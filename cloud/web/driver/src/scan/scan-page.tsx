import { answered } from "@baygate/client";
import { Camera, ScanLine } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { useAnswer } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { refusalWords } from "../api/refusal.ts";
import { useLanguage } from "../i18n/language.tsx";
import { Button, Notice, Page } from "../parts/parts.tsx";
import { openScanner } from "./scanner.ts";

/** How a gate's rotating code begins (tier S, docs/credentials.md). */
const PREFIX = "BG3:";

type State =
  | { kind: "ready" | "looking" | "asking" }
  | { kind: "wrong" | "denied" | "none" }
  | { kind: "refused"; words: string }
  | { kind: "ordered"; opening: string };

/** For gates without a reader: the phone reads the gate's code, and the cloud has the gate opened. */
export function ScanPage(): ReactNode {
  const { t } = useLanguage();
  const [state, setState] = useState<State>({ kind: "ready" });
  const found = useCallback(
    (text: string) => {
      if (!text.startsWith(PREFIX)) return setState({ kind: "wrong" });
      setState({ kind: "asking" });
      answered(client.POST("/v1/me/gate-openings", { body: { code: text } })).then(
        ({ opening }) => setState({ kind: "ordered", opening }),
        (error: unknown) => setState({ kind: "refused", words: refusalWords(error, t) }),
      );
    },
    [t],
  );
  const failed = useCallback((why: "denied" | "none") => setState({ kind: why }), []);
  const begin = () => setState({ kind: "looking" });
  return (
    <Page title={t.scan.title} back="/">
      {state.kind === "looking" ? <Finder onFound={found} onFailed={failed} /> : <Waiting state={state} />}
      {state.kind === "ready" && (
        <Button kind="main" icon={Camera} wide onPress={begin}>
          {t.scan.start}
        </Button>
      )}
      {["wrong", "refused", "ordered", "denied", "none"].includes(state.kind) && (
        <div className="actions">
          <Button icon={ScanLine} onPress={begin}>
            {t.scan.again}
          </Button>
          <Link className="button" href="/">
            {t.pass.title}
          </Link>
        </div>
      )}
    </Page>
  );
}

function Waiting({ state }: { state: State }): ReactNode {
  const { t } = useLanguage();
  if (state.kind === "ordered") return <Ordered opening={state.opening} />;
  if (state.kind === "refused") return <Notice kind="alarm">{state.words}</Notice>;
  if (state.kind === "asking") return <Notice kind="plain">{t.scan.opening}</Notice>;
  if (state.kind === "ready" || state.kind === "looking") return <p className="soft">{t.scan.lead}</p>;
  return <Notice kind="warm">{t.scan[state.kind]}</Notice>;
}

/** How often the gate's answer is asked for, ms. */
const OFTEN_MS = 750;

function Ordered({ opening }: { opening: string }): ReactNode {
  const { t } = useLanguage();
  const [isOver, setOver] = useState(false);
  const ask = () => answered(client.GET("/v1/me/gate-openings/{opening}", { params: { path: { opening } } }));
  const { data } = useAnswer(`gate-openings/${opening}`, ask, isOver ? 0 : OFTEN_MS);
  if (data && data.state !== "ordered" && !isOver) setOver(true);
  if (!data || data.state === "ordered") return <Notice kind="plain">{t.scan.opening}</Notice>;
  if (data.state === "opened")
    return (
      <Notice kind="good">
        <p>{t.scan.opened}</p>
        {data.stay !== null && (
          <Link className="strong" href={`/stays/${data.stay}`}>
            {t.scan.stay}
          </Link>
        )}
      </Notice>
    );
  if (data.state === "expired") return <Notice kind="warm">{t.scan.expired}</Notice>;
  return <Notice kind="alarm">{t.refusal.byCode[data.reason ?? ""] ?? t.refusal.unknown}</Notice>;
}

function Finder(props: { onFound: (text: string) => void; onFailed: (why: "denied" | "none") => void }): ReactNode {
  const { t } = useLanguage();
  const { onFound, onFailed } = props;
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const { current } = video;
    return current ? openScanner(current, onFound, onFailed) : undefined;
  }, [onFound, onFailed]);
  return (
    <div className="finder">
      <video ref={video} playsInline muted aria-label={t.scan.lead} />
      <p>{t.scan.lead}</p>
    </div>
  );
}
