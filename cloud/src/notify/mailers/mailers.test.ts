import { mkdtemp, readdir, stat } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import { MailError } from "../mail.ts";
import { openMailer } from "../mailers.ts";
import { openLocalOutbox } from "./local-outbox.ts";
import { openSmtp } from "./smtp.ts";

const AT = Date.UTC(2026, 2, 2, 7);
const from = "Harbour Garage <park@example.org>";
const mail = { to: "ada@example.org", subject: "Your code: 123456", text: "It is good for five minutes." };

/** What a server was told, as it was told. */
interface Taken {
  readonly to: readonly string[];
  readonly from: string;
  readonly user: string | undefined;
  readonly raw: string;
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A mail server on this machine. */
async function openServer(options: SMTPServerOptions = {}, host = "127.0.0.1") {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ["STARTTLS"], logger: false, disableReverseLookup: true },
    onData: (stream, session, done) =>
      void textOf(stream).then((raw) => {
        const { mailFrom, rcptTo } = session.envelope;
        const user = typeof session.user === "string" ? session.user : undefined;
        taken.push({ to: rcptTo.map(({ address }) => address), from: mailFrom ? mailFrom.address : "", user, raw });
        done();
      }),
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  stops.push(() => server.close(() => undefined));
  return { taken, url: `smtp://${host}:${(server.server.address() as AddressInfo).port}` };
}

const faultOf = (sending: Promise<void>): Promise<unknown> =>
  sending.then(
    () => "it was taken",
    (error: unknown) => error,
  );

describe("mail by SMTP", () => {
  test("reaches the server as it was written, from the house, to one address", async () => {
    const { taken, url } = await openServer();
    await openSmtp({ url, from }).send(mail);
    expect(taken).toMatchObject([{ to: ["ada@example.org"], from: "park@example.org" }]);
    const raw = taken[0]?.raw ?? "";
    expect(raw).toMatch(/^From: Harbour Garage <park@example\.org>\r?$/m);
    expect(raw).toMatch(/^To: ada@example\.org\r?$/m);
    expect(raw).toMatch(/^Subject: Your code: 123456\r?$/m);
    // RFC 3834: no answer of an absent person comes back.
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    expect(raw).toContain("It is good for five minutes.");
  });

  test("keeps every letter of another script", async () => {
    const { taken, url } = await openServer();
    const words = "انتهت إقامتك\nأهلا";
    await openSmtp({ url, from }).send({ ...mail, subject: "Größe: انتهت", text: words });
    const [head = "", body = ""] = (taken[0]?.raw ?? "").split(/\r?\n\r?\n(.*)/s);
    const encoding = /^Content-Transfer-Encoding: (\S+)/m.exec(head)?.[1];
    const bytes =
      encoding === "base64"
        ? Buffer.from(body, "base64")
        : Buffer.from(
            body
              .replaceAll(/=\r?\n/g, "")
              .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
            "latin1",
          );
    expect(bytes.toString("utf8").replaceAll("\r\n", "\n").trim()).toBe(words);
    expect(head).toMatch(/^Subject: =\?UTF-8\?/m);
  });

  test("goes to nobody when it names a list, a name or a header of its own", async () => {
    const { taken, url } = await openServer();
    const mailer = openSmtp({ url, from });
    for (const to of [
      "a@example.org, b@example.org",
      "A <a@example.org>",
      "a@example.org\r\nBcc: b@example.org",
      "a",
      "",
    ])
      expect(await faultOf(mailer.send({ ...mail, to }))).toMatchObject({ code: "mail-refused" });
    await mailer.send({ ...mail, subject: "Hello\r\nBcc: b@example.org" });
    expect(taken.map(({ to }) => to)).toEqual([["ada@example.org"]]);
    expect(taken[0]?.raw).not.toMatch(/^Bcc:/im);
  });

  test("a server that refuses for good, one that asks for patience and one that is away are told apart", async () => {
    const answering = (responseCode: number): SMTPServerOptions => ({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error("no"), { responseCode })),
    });
    const gone = await openServer(answering(550));
    const busy = await openServer(answering(451));
    expect(await faultOf(openSmtp({ url: gone.url, from }).send(mail))).toMatchObject({ code: "mail-refused" });
    expect(await faultOf(openSmtp({ url: busy.url, from }).send(mail))).toMatchObject({ code: "mail-unavailable" });
    const away = await faultOf(openSmtp({ url: "smtp://127.0.0.1:9", from }).send(mail));
    expect(away).toBeInstanceOf(MailError);
    expect(away).toMatchObject({ code: "mail-unavailable" });
  });

  test("a server that says nothing is not waited for without end", async () => {
    const { url } = await openServer({ onConnect: () => undefined });
    expect(await faultOf(openSmtp({ url, from, timeoutMs: 300 }).send(mail))).toMatchObject({
      code: "mail-unavailable",
    });
  });

  test("signs in where it has a password, and the password stands in no error", async () => {
    const onAuth: SMTPServerOptions["onAuth"] = ({ username, password }, _session, done) =>
      password === "right" ? done(null, { user: username ?? "" }) : done(new Error("wrong password"));
    const { taken, url } = await openServer({ onAuth, authOptional: false, allowInsecureAuth: true });
    await openSmtp({ url: url.replace("//", "//park:right@"), from }).send(mail);
    expect(taken).toMatchObject([{ user: "park" }]);
    const fault = await faultOf(openSmtp({ url: url.replace("//", "//park:hunter2@"), from }).send(mail));
    // Ours to put right: the mail waits.
    expect(fault).toMatchObject({ code: "mail-unavailable" });
    expect(`${fault} ${JSON.stringify(fault)}`).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  test("tells its password to no server without TLS that is not this machine", async () => {
    let asked = 0;
    const onAuth: SMTPServerOptions["onAuth"] = ({ username }, _session, done) => {
      asked++;
      done(null, { user: username ?? "" });
    };
    // Loopback, but nothing that is known for it.
    const { taken, url } = await openServer({ onAuth, authOptional: false, allowInsecureAuth: true }, "127.0.0.2");
    const mailer = openSmtp({ url: url.replace("//", "//park:right@"), from });
    expect(await faultOf(mailer.send(mail))).toMatchObject({ code: "mail-unavailable" });
    expect({ asked, taken }).toEqual({ asked: 0, taken: [] });
  });
});

describe("the local outbox", () => {
  const folder = () => mkdtemp(join(tmpdir(), "baygate-outbox-"));

  test("keeps mails over a restart, newest first, by address in any case of letters", async () => {
    const at = await folder();
    const outbox = openLocalOutbox(at, () => AT);
    await outbox.send(mail);
    await outbox.send({ ...mail, to: "bo@example.org", subject: "Second" });
    const again = openLocalOutbox(at, () => AT);
    expect(await again.mails()).toMatchObject([{ subject: "Second" }, { ...mail, at: "2026-03-02T07:00:00.000Z" }]);
    expect(await again.mails("ADA@example.org")).toMatchObject([mail]);
    expect(await again.mails("nobody@example.org")).toEqual([]);
  });

  test("is readable by its owner alone", async () => {
    const at = join(await folder(), "outbox");
    await openLocalOutbox(at, () => AT).send(mail);
    const [name = ""] = await readdir(at);
    expect((await stat(join(at, name))).mode & 0o777).toBe(0o600);
    expect((await stat(at)).mode & 0o777).toBe(0o700);
  });

  test("forgets the oldest", async () => {
    const outbox = openLocalOutbox(await folder(), () => AT, 3);
    for (let n = 1; n <= 5; n++) await outbox.send({ ...mail, subject: `${n}` });
    expect((await outbox.mails()).map(({ subject }) => subject)).toEqual(["5", "4", "3"]);
  });
});

test("without a server there is a local outbox, with one there is none", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "baygate-data-"));
  const local = openMailer({ kind: "local" }, dataDir, () => AT);
  await local.mailer.send(mail);
  expect(await local.outbox?.mails()).toHaveLength(1);
  expect(openMailer({ kind: "smtp", url: "smtp://127.0.0.1:9", from }, dataDir, () => AT).outbox).toBeUndefined();
});
