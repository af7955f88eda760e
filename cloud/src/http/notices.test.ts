import { createECDH, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { testDatabase } from "../db/testing.ts";
import { testHouse } from "./testing.ts";

const { db } = await testDatabase();
const { ask, enrol, openHarbour } = await testHouse(db);
await openHarbour();

const newBrowser = () => ({
  endpoint: `https://push.example.net/push/${randomBytes(8).toString("hex")}`,
  keys: {
    p256dh: createECDH("prime256v1").generateKeys("base64url"),
    auth: randomBytes(16).toString("base64url"),
  },
});
type Browser = ReturnType<typeof newBrowser>;
const put = (as: string, body: unknown) => ask("PUT", "/v1/me/push-subscriptions", { as, body });
const list = async (as: string) => (await ask("GET", "/v1/me/push-subscriptions", { as })).body.items;

describe("push subscriptions", () => {
  it("anybody may have the key to subscribe with", async () => {
    const { status, body } = await ask("GET", "/v1/push-key");
    expect(status).toBe(200);
    expect(Buffer.from(body.key, "base64url")).toHaveLength(65);
  });

  it("are one a browser, however often it says so, and show no more of it than whose service it is", async () => {
    const { token } = await enrol();
    const browser = newBrowser();
    const { body: first } = await put(token, { ...browser, language: "de" });
    expect(first).toMatchObject({ endpointOrigin: "https://push.example.net", language: "de" });
    const { body: again } = await put(token, { ...browser, expirationTime: null });
    expect(again).toEqual({ ...first, language: null });
    await put(token, newBrowser());
    const items = await list(token);
    expect(items).toHaveLength(2);
    expect(JSON.stringify(items)).not.toContain(browser.endpoint);
  });

  it("belong to whoever signed in at the browser last", async () => {
    const [ada, bo] = [await enrol(), await enrol()];
    const browser = newBrowser();
    await put(ada.token, browser);
    await put(bo.token, browser);
    expect(await list(ada.token)).toEqual([]);
    expect(await list(bo.token)).toHaveLength(1);
  });

  it("end by their id or their endpoint, and only by their own driver", async () => {
    const [ada, bo] = [await enrol(), await enrol()];
    const browser = newBrowser();
    const { id } = (await put(ada.token, browser)).body;
    await put(ada.token, newBrowser());
    for (const as of [bo.token])
      for (const [path, body] of [
        [`/${id}`, undefined],
        ["", { endpoint: browser.endpoint }],
      ] as const) {
        const refused = await ask("DELETE", `/v1/me/push-subscriptions${path}`, { as, ...(body && { body }) });
        expect(refused).toMatchObject({ status: 404, body: { code: "push-subscription-unknown" } });
      }
    const body = { endpoint: browser.endpoint };
    expect(await ask("DELETE", "/v1/me/push-subscriptions", { as: ada.token, body })).toMatchObject({ status: 200 });
    const [left] = await list(ada.token);
    expect(await ask("DELETE", `/v1/me/push-subscriptions/${left.id}`, { as: ada.token })).toMatchObject({
      status: 200,
    });
    expect(await list(ada.token)).toEqual([]);
  });

  it("that nothing could be sent to are refused", async () => {
    const { token } = await enrol();
    const browser = newBrowser();
    const keys = (change: Partial<Browser["keys"]>) => ({ ...browser, keys: { ...browser.keys, ...change } });
    const cases: [unknown, string][] = [
      [{ ...browser, endpoint: "http://push.example.net/x" }, "endpoint-refused"],
      [{ ...browser, endpoint: "" }, "endpoint-refused"],
      [keys({ p256dh: "AAAA" }), "push-keys-invalid"],
      // 65 bytes that are no point of the curve.
      [keys({ p256dh: Buffer.alloc(65, 4).toString("base64url") }), "push-keys-invalid"],
      [keys({ auth: "AAAA" }), "push-keys-invalid"],
      [keys({ auth: "no base64url!" }), "invalid-request"],
      [{ ...browser, language: "d'; drop" }, "invalid-request"],
      [{ endpoint: browser.endpoint }, "invalid-request"],
    ];
    for (const [body, code] of cases) expect((await put(token, body)).body).toMatchObject({ code, status: 400 });
    expect(await list(token)).toEqual([]);
  });

  it("of one driver are twenty at most: the oldest makes room", async () => {
    const { token } = await enrol();
    const ids: string[] = [];
    for (let n = 0; n < 21; n++) ids.push((await put(token, newBrowser())).body.id);
    const kept = (await list(token)).map(({ id }: { id: string }) => id);
    expect(kept).toHaveLength(20);
    expect(kept).toContain(ids.at(-1));
  });

  it("are a driver's own affair", async () => {
    expect((await ask("GET", "/v1/me/push-subscriptions")).status).toBe(401);
  });
});

describe("what a driver wants to be told", () => {
  const wishes = {
    kinds: { stayBegan: false, stayEnded: true, lowBalance: true, favouriteFull: false },
    lowBalanceMinor: 1_000,
    quietHours: { from: "22:00", until: "07:00", timeZone: "Europe/Berlin" },
    byMail: true,
  };

  it("is everything by default, at any time", async () => {
    const { token } = await enrol();
    const { body } = await ask("GET", "/v1/me/notices", { as: token });
    expect(body).toEqual({
      kinds: { stayBegan: true, stayEnded: true, lowBalance: true, favouriteFull: true },
      ...{ lowBalanceMinor: 500, quietHours: null, byMail: false },
    });
  });

  it("is what it says, before and after it subscribes", async () => {
    const { token } = await enrol();
    expect(await ask("PUT", "/v1/me/notices", { as: token, body: wishes })).toMatchObject({
      status: 200,
      body: wishes,
    });
    await put(token, newBrowser());
    expect((await ask("GET", "/v1/me/notices", { as: token })).body).toEqual(wishes);
  });

  it("is refused where it cannot be kept to", async () => {
    const { token } = await enrol();
    for (const wrong of [
      { ...wishes, lowBalanceMinor: -1 },
      { ...wishes, quietHours: { ...wishes.quietHours, timeZone: "Europe/Nowhere" } },
      { ...wishes, quietHours: { ...wishes.quietHours, from: "24:00" } },
      { ...wishes, kinds: { ...wishes.kinds, marketing: true } },
      { kinds: wishes.kinds },
    ])
      expect((await ask("PUT", "/v1/me/notices", { as: token, body: wrong })).body).toMatchObject({
        code: "invalid-request",
      });
  });
});

describe("favourites", () => {
  it("come and go, and are estates of this house", async () => {
    const { token } = await enrol();
    const favour = (estate: string) => ask("PUT", `/v1/me/favourites/${estate}`, { as: token });
    const { body: first } = await favour("harbour");
    expect((await favour("harbour")).body).toEqual(first);
    expect((await ask("GET", "/v1/me/favourites", { as: token })).body.items).toEqual([first]);
    expect((await favour("nowhere")).body).toMatchObject({ code: "estate-unknown" });
    const end = () => ask("DELETE", "/v1/me/favourites/harbour", { as: token });
    expect((await end()).status).toBe(200);
    expect((await end()).body).toMatchObject({ code: "favourite-unknown", status: 404 });
  });
});
