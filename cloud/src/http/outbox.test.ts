import { describe, expect, it } from "vitest";
import { testDatabase } from "../db/testing.ts";
import { testHouse } from "./testing.ts";

const { db } = await testDatabase();
const mail = { to: "ada@example.org", subject: "<b>Hello</b>", text: "Your code: 123456\n<script>alert(1)</script>" };

describe("the outbox's page, for a house without a mail server", () => {
  it("shows the mails as text, and hands them out as JSON by their address", async () => {
    const { ask, outbox } = await testHouse(db);
    expect((await ask("GET", "/outbox")).body).toContain("No mail yet.");
    await outbox.send(mail);
    await outbox.send({ ...mail, to: "bo@example.org" });
    const page = await ask("GET", "/outbox");
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page.body).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page.body).not.toMatch(/<script|<b>/);
    const { body } = await ask("GET", "/v1/outbox?to=ada@example.org");
    expect(body.items).toMatchObject([{ ...mail, at: "2026-03-02T07:00:00.000Z" }]);
  });

  it("is nowhere when mails go to a server, and nowhere when the dashboard is not open", async () => {
    for (const options of [{ outbox: undefined }, { dashboard: "operator" as const }]) {
      const { ask } = await testHouse(db, options);
      expect((await ask("GET", "/outbox")).status).toBe(404);
      expect((await ask("GET", "/v1/outbox?to=ada@example.org")).body.code).toBe("route-unknown");
    }
  });
});
