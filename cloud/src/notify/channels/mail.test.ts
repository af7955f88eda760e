import type { AddressInfo } from "node:net";
import { text as textOf } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { channelContract } from "../channel.contract.ts";
import { openSmtp } from "../mailers/smtp.ts";
import { openMailChannel } from "./mail.ts";

channelContract("mail", async () => {
  const state = { code: 0, isHanging: false, taken: 0 };
  const open = async (port: number) => {
    const server = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ["STARTTLS"], logger: false, disableReverseLookup: true },
      onRcptTo: (_address, _session, done) => {
        if (state.isHanging) return;
        done(state.code === 0 ? null : Object.assign(new Error("no"), { responseCode: state.code }));
      },
      onData: (stream, _session, done) =>
        void textOf(stream).then(() => {
          state.taken++;
          done();
        }),
    });
    server.on("error", () => undefined);
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return server;
  };
  let server = await open(0);
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  const mailer = openSmtp({ url: `smtp://127.0.0.1:${port}`, from: "park@example.org", timeoutMs: 300 });
  return {
    ...{ channel: openMailChannel(mailer), saysGone: false },
    address: () => "ada@example.org",
    will(does) {
      const codes = { take: 0, "know-nobody": 550, refuse: 554, "ask-for-patience": 450, break: 451, hang: 0 };
      Object.assign(state, { code: codes[does], isHanging: does === "hang" });
    },
    async away() {
      await close();
      return async () => {
        server = await open(port);
      };
    },
    taken: () => state.taken,
    close,
  };
});
