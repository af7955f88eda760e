import { expect, test } from "vitest";
import { ConfigFault, readConfig } from "./config.ts";

test("an empty environment is a house on this machine alone", () => {
  expect(readConfig({})).toMatchObject({
    dataDir: ".baygate/cloud",
    http: { host: "127.0.0.1", port: 8080, trustedProxies: 0 },
    databaseUrl: null,
    mqtt: { kind: "embedded", port: 0 },
    dashboard: "operator",
    mail: { kind: "local" },
  });
});

test("a flag wins over the environment, and an empty variable is none", () => {
  const config = readConfig(
    { BAYGATE_HTTP_PORT: "9000", BAYGATE_DATA: "/somewhere", DATABASE_URL: "" },
    { BAYGATE_HTTP_PORT: "0" },
  );
  expect(config.http.port).toBe(0);
  expect(config.dataDir).toBe("/somewhere");
  expect(config.databaseUrl).toBeNull();
});

test("outside servers are taken by their addresses", () => {
  const config = readConfig({
    DATABASE_URL: "postgres://u:p@db/baygate",
    MQTT_URL: "mqtt://broker:1883",
    MQTT_USER: "cloud",
    MQTT_PASSWORD: "x",
  });
  expect(config.databaseUrl).toBe("postgres://u:p@db/baygate");
  expect(config.mqtt).toEqual({ kind: "outside", url: "mqtt://broker:1883", user: "cloud", password: "x" });
});

test("mails go to a server once there is one and a sender, and a fault never repeats the server's password", () => {
  const server = {
    BAYGATE_SMTP_URL: "smtps://u:hunter2@mail.example",
    BAYGATE_MAIL_FROM: "Harbour <park@example.org>",
  };
  expect(readConfig(server).mail).toEqual({
    ...{ kind: "smtp", url: "smtps://u:hunter2@mail.example", from: "Harbour <park@example.org>" },
  });
  for (const wrong of [
    { BAYGATE_SMTP_URL: "smtps://u:hunter2@mail.example" },
    { ...server, BAYGATE_MAIL_FROM: "two@example.org, three@example.org" },
    { ...server, BAYGATE_SMTP_URL: "http://u:hunter2@mail.example" },
  ]) {
    expect(() => readConfig(wrong)).toThrow(ConfigFault);
    expect(() => readConfig(wrong)).not.toThrow(/hunter2/);
  }
});

test("every fault is told at once", () => {
  const faults = () =>
    readConfig({
      BAYGATE_HTTP_PORT: "eighty",
      DATABASE_URL: "mysql://db",
      BAYGATE_LOG_LEVEL: "loud",
      BAYGATE_CLOCK: "now",
      MQTT_PASSWORD: "x",
    });
  expect(faults).toThrow(ConfigFault);
  try {
    faults();
  } catch (fault) {
    const told = fault instanceof ConfigFault ? fault.faults : [];
    expect(told).toHaveLength(5);
    expect(told.join("\n")).toContain("DATABASE_URL must be an address that begins with postgres://");
    expect(told.join("\n")).not.toContain("mysql");
  }
});
