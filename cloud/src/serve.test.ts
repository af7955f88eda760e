import { expect, test } from "vitest";
import { withoutPassword } from "./serve.ts";

test("an address stands in the log without who connects and by what password", () => {
  expect(withoutPassword("mqtts://cloud:hunter2@broker.example:8883/mqtt")).toBe("mqtts://broker.example:8883/mqtt");
  expect(withoutPassword("mqtt://127.0.0.1:1883")).toBe("mqtt://127.0.0.1:1883");
});
