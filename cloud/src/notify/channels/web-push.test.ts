import { createECDH } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { CARRIAGE, channelContract, MESSAGE } from "../channel.contract.ts";
import { openMessage, openPushServer } from "./push-server.testing.ts";
import { isOnInternet, openWebPush } from "./web-push.ts";

const pair = createECDH("prime256v1");
const vapid = {
  publicKey: pair.generateKeys("base64url"),
  privateKey: pair.getPrivateKey("base64url").padStart(43, "A"),
};
const options = { vapid, contact: "mailto:operator@example.org", allowsLoopback: true, timeoutMs: 1_000 };

const service = await openPushServer();
afterAll(service.close);
beforeEach(() => {
  service.state.answer = () => 201;
});

test("the test's browsers open the example of RFC 8291, 5", () => {
  const browser = createECDH("prime256v1");
  browser.setPrivateKey("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94", "base64url");
  const message =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
  const auth = Buffer.from("BTBZMqHH6r4Tts7J_aSIgg", "base64url");
  expect(openMessage(Buffer.from(message, "base64url"), { pair: browser, auth })).toBe(
    "When I grow up, I want to be a watermelon",
  );
});

channelContract("web push", async () => {
  const own = await openPushServer();
  const channel = openWebPush({ ...options, timeoutMs: 300 });
  return {
    ...{ channel, saysGone: true },
    address: own.subscribe,
    will(does) {
      const answers = {
        take: 201,
        "know-nobody": 410,
        refuse: 413,
        "ask-for-patience": 429,
        break: 500,
        hang: "hang",
      } as const;
      own.state.answer = () => answers[does];
    },
    async away() {
      await own.close();
      return own.reopen;
    },
    taken: () => own.pushed.length,
    close: own.close,
  };
});

describe("web push", () => {
  test("tells the browser, and nobody on the way, what happened", async () => {
    const address = service.subscribe();
    expect(await openWebPush(options).send(address, MESSAGE, CARRIAGE)).toEqual({ kind: "delivered" });
    const got = service.pushed.at(-1);
    expect(got?.message).toEqual(MESSAGE);
    expect(service.faults).toEqual([]);
    // RFC 8030: how long it is kept, how urgent it is, and what it takes the place of.
    expect(got?.headers).toMatchObject({ ttl: "91", urgency: "high", "content-encoding": "aes128gcm" });
    expect(got?.headers["topic"]).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(JSON.stringify(got?.headers)).not.toContain(MESSAGE.tag);
  });

  test("is signed by the house's own key, for this push service alone, for a day at most (RFC 8292)", async () => {
    await openWebPush(options).send(service.subscribe(), MESSAGE, CARRIAGE);
    const { key, head, claims } = service.pushed.at(-1)?.vapid ?? {};
    expect(key).toBe(vapid.publicKey);
    expect(head).toEqual({ typ: "JWT", alg: "ES256" });
    expect(claims).toMatchObject({ aud: service.origin, sub: "mailto:operator@example.org" });
    const leftS = (claims?.exp ?? 0) - Date.now() / 1000;
    expect(leftS).toBeGreaterThan(0);
    expect(leftS).toBeLessThanOrEqual(86_400);
  });

  test("one thing has one topic, another has another", async () => {
    const channel = openWebPush(options);
    for (const tag of ["stay-1", "stay-1", "stay-2"])
      await channel.send(service.subscribe(), { ...MESSAGE, tag }, CARRIAGE);
    const [first, second, third] = service.pushed.slice(-3).map(({ headers }) => headers["topic"]);
    expect(first).toBe(second);
    expect(third).not.toBe(first);
  });

  test("gives no subscription up for our own fault: a clock or a key that is wrong", async () => {
    for (const status of [401, 403]) {
      service.state.answer = () => status;
      expect(await openWebPush(options).send(service.subscribe(), MESSAGE, CARRIAGE)).toMatchObject({ kind: "later" });
    }
  });

  test("waits as long as it is asked to, in seconds or until a date", async () => {
    const answered = async (retryAfter: string) => {
      service.state.answer = () => ({ status: 429, headers: { "retry-after": retryAfter } });
      return await openWebPush(options).send(service.subscribe(), MESSAGE, CARRIAGE);
    };
    expect(await answered("120")).toMatchObject({ kind: "later", afterMs: 120_000 });
    const dated = await answered(new Date(Date.now() + 3_600_000).toUTCString());
    expect(dated).toMatchObject({ kind: "later" });
    expect("afterMs" in dated && dated.afterMs).toBeGreaterThan(3_000_000);
    expect(await answered("soon")).not.toHaveProperty("afterMs");
  });

  test("a browser whose keys encrypt nothing is gone", async () => {
    const address = { ...service.subscribe(), p256dh: Buffer.alloc(65, 4).toString("base64url") };
    expect(await openWebPush(options).send(address, MESSAGE, CARRIAGE)).toMatchObject({ kind: "gone" });
  });

  test("a redirect leads nowhere", async () => {
    let followed = 0;
    const other = createServer((_request, response) => {
      followed++;
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    service.state.answer = () => ({ status: 307, headers: { location } });
    expect(await openWebPush(options).send(service.subscribe(), MESSAGE, CARRIAGE)).toMatchObject({ kind: "later" });
    expect(followed).toBe(0);
    other.close();
  });
});

describe("where messages are sent", () => {
  const real = openWebPush({ ...options, allowsLoopback: false });

  test.each([
    "https://fcm.googleapis.com/fcm/send/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com:443/abc",
  ])("to %s", (endpoint) => {
    expect(real.accepts(endpoint)).toBe(true);
  });

  test.each([
    ...[
      "http://push.example.net/abc",
      "ftp://push.example.net/",
      "push.example.net",
      "",
      "https://push.example.net:8443/abc",
    ],
    ...[
      "https://user:word@push.example.net/abc",
      "https://127.0.0.1/",
      "https://2130706433/",
      "https://0x7f.1/",
      "https://10.1.2.3/x",
    ],
    ...[
      "https://169.254.169.254/latest/meta-data",
      "https://[::1]/",
      "https://[::ffff:10.0.0.1]/",
      "https://[fd00::1]/",
    ],
    ...[
      "https://[fe80::1]/",
      "https://[64:ff9b::a00:1]/",
      "https://[2002:a00:1::]/",
      "https://100.64.0.1/",
      "https://0.0.0.0/",
    ],
  ])("never to %s", (endpoint) => {
    expect(real.accepts(endpoint)).toBe(false);
  });

  test("a name that leads into a private network is looked through when it is sent to", async () => {
    const asked = service.state.asked;
    // The name is taken, what it leads to is not: this machine.
    const address = { ...service.subscribe(), endpoint: "https://localhost/push" };
    expect(real.accepts(address.endpoint)).toBe(true);
    expect(await real.send(address, MESSAGE, CARRIAGE)).toMatchObject({
      kind: "gone",
      failure: expect.stringContaining("private"),
    });
    // Loopback is not the rest of the house's network.
    expect(openWebPush(options).accepts("http://10.0.0.1/push")).toBe(false);
    expect(service.state.asked).toBe(asked);
  });

  test("addresses of the open internet are told from all others", () => {
    for (const address of ["8.8.8.8", "172.15.0.1", "172.32.0.1", "2606:4700::1111"])
      expect(isOnInternet(address)).toBe(true);
    for (const address of [
      "172.16.0.1",
      "192.168.1.1",
      "198.18.0.1",
      "224.0.0.1",
      "255.255.255.255",
      "::",
      "ff02::1",
      "2001:db8::1",
      "x",
    ])
      expect(isOnInternet(address)).toBe(false);
  });
});
