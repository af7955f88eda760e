import type { LucideIcon } from "lucide-react";
import { ChevronLeft, ChevronRight, CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Link } from "wouter";
import { useLanguage } from "../i18n/language.tsx";

/** A page: its title, which is read out when one comes to it, and its content. */
export function Page(props: {
  title: string;
  back?: string;
  end?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}): ReactNode {
  const { t } = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  const { title, back, end, wide = false } = props;
  useEffect(() => {
    document.title = `${title} · Baygate`;
  }, [title]);
  useEffect(() => {
    if (arrivedBefore) heading.current?.focus({ preventScroll: true });
    arrivedBefore = true;
    scrollTo(0, 0);
  }, []);
  return (
    <main id="content" className={wide ? "content wide" : "content"}>
      <header className="head">
        {back !== undefined && (
          <Link className="icon-button" href={back} aria-label={t.common.back}>
            <ChevronLeft className="flips" aria-hidden="true" />
          </Link>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {end}
      </header>
      {props.children}
    </main>
  );
}
/** The first page does not take the focus: the browser has just loaded it. */
let arrivedBefore = false;

export function Button(props: {
  kind?: "main" | "soft" | "danger" | "plain";
  type?: "button" | "submit";
  icon?: LucideIcon;
  busy?: boolean;
  wide?: boolean;
  label?: string;
  onPress?: () => unknown;
  children: ReactNode;
}): ReactNode {
  const { kind = "soft", type = "button", icon: Icon, busy = false, wide = false, onPress } = props;
  return (
    <button
      type={type}
      className={`button ${kind}${wide ? " wide" : ""}`}
      aria-disabled={busy}
      aria-label={props.label}
      onClick={(event) => {
        if (busy) return event.preventDefault();
        onPress?.();
      }}
    >
      {Icon && <Icon aria-hidden="true" />}
      {props.children}
    </button>
  );
}

export function Section(props: { title: string; end?: ReactNode; children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </section>
  );
}

/** A line that leads somewhere. */
export function LinkRow(props: {
  href: string;
  icon: LucideIcon;
  title: string;
  lead?: string | undefined;
  end?: ReactNode;
}): ReactNode {
  const Icon = props.icon;
  return (
    <Link className="row" href={props.href}>
      <span className="badge">
        <Icon aria-hidden="true" />
      </span>
      <span className="grow">
        <span className="strong">{props.title}</span>
        {props.lead && <span className="soft small block">{props.lead}</span>}
      </span>
      {props.end}
      <ChevronRight className="flips" aria-hidden="true" />
    </Link>
  );
}

const ICONS = { alarm: CircleAlert, warm: CircleAlert, good: CircleCheck, plain: Info };

/** What went well or wrong; read out as it appears. */
export function Notice(props: { kind: "alarm" | "warm" | "good" | "plain"; children: ReactNode }): ReactNode {
  const Icon = ICONS[props.kind];
  return (
    <div className={`notice ${props.kind}`} role={props.kind === "alarm" ? "alert" : "status"}>
      <Icon aria-hidden="true" />
      <div>{props.children}</div>
    </div>
  );
}

export function Empty(props: { icon: LucideIcon; title: string; lead: string; children?: ReactNode }): ReactNode {
  const Icon = props.icon;
  return (
    <div className="card empty">
      <span className="badge">
        <Icon aria-hidden="true" />
      </span>
      <h2>{props.title}</h2>
      <p className="soft">{props.lead}</p>
      {props.children}
    </div>
  );
}

/** Stands where something is being fetched. */
export function Bones(props: { count?: number }): ReactNode {
  const { t } = useLanguage();
  return (
    <div className="section" role="status" aria-label={t.common.loading}>
      {Array.from({ length: props.count ?? 3 }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={at} className="bone" />
      ))}
    </div>
  );
}

/** A sheet over the page, closed by Escape, by its cross or by a tap beside it. */
export function Sheet(props: { title: string; full?: boolean; onClose: () => void; children: ReactNode }): ReactNode {
  const { t } = useLanguage();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way, and the browser's own
    <dialog
      ref={dialog}
      className={props.full ? "sheet full" : "sheet"}
      aria-labelledby={id}
      onClose={props.onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <header className="head">
        <h2 id={id} className="grow">
          {props.title}
        </h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t.common.close}
          onClick={() => dialog.current?.close()}
        >
          <X aria-hidden="true" />
        </button>
      </header>
      {props.children}
    </dialog>
  );
}
