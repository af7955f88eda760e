import { html } from "hono/html";
import type { KeptMail } from "../notify/mail.ts";
import type { HttpDeps } from "./deps.ts";
import type { App } from "./wire.ts";

/** Only this server's own style, no script, nobody may frame it. */
const POLICY = [
  ...["default-src 'none'", "style-src 'self'", "img-src 'self'"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join("; ");

/**
 * Mails that went no farther than this machine: a page at `/outbox`, JSON at `/v1/outbox?to=`. Sign-in codes stand in them, so this is
 * for demos and tests alone: where a mail server is set, or where the dashboard is not open to everybody, there is nothing at these addresses.
 */
export function addOutbox(app: App, { outbox, dashboard }: HttpDeps): void {
  if (!outbox || dashboard !== "open") return;
  app.get("/outbox", async (c) => c.html(pageOf(await outbox.mails()), 200, { "content-security-policy": POLICY }));
  app.get("/v1/outbox", async (c) => c.json({ items: await outbox.mails(c.req.query("to")) }));
}

const pageOf = (mails: readonly KeptMail[]) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>Outbox · Baygate</title>
<link rel="icon" href="/ops/icon.svg">
<link rel="stylesheet" href="/ops/style.css">
<link rel="stylesheet" href="/ops/outbox.css">
</head>
<body class="outbox">
<h1>Outbox</h1>
<p>No mail server is set (BAYGATE_SMTP_URL): mails stay on this machine.</p>
${mails.length === 0 ? html`<p>No mail yet.</p>` : html`<ol>${mails.map(mailOf)}</ol>`}
</body>
</html>`;

const mailOf = ({ at, to, subject, text }: KeptMail) => html`<li>
<h2 dir="auto">${subject}</h2>
<p class="to"><span dir="auto">${to}</span> <time datetime="${at}">${at.slice(0, 16).replace("T", " ")} UTC</time></p>
<pre dir="auto">${text}</pre>
</li>`;
