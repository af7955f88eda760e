import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { addDevice, type Certified, listDevices, renewCertificate, revokeDevice } from "../passes/devices.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import { type App, At, iso, jsonAnswer, jsonBody, words } from "./wire.ts";

const common = { tags: ["driver"], security: [{ bearer: [] }] };

const Device = z
  .object({ device: z.uuid(), label: z.string(), certifiedUntil: At, createdAt: At })
  .meta({ id: "Device" });
const deviceView = ({ id, label, certifiedUntil, createdAt }: Certified["device"]): z.input<typeof Device> => ({
  ...{ device: id, label, certifiedUntil: iso(certifiedUntil), createdAt: iso(createdAt) },
});

const Certificate = z
  .object({
    device: z.uuid(),
    certificate: z.string().meta({ description: "The COSE_Sign1 of docs/credentials.md, base64url." }),
    notAfter: At.meta({ description: "No gate takes it after this." }),
    renewFrom: At.meta({ description: "From then on fetch the next one, whenever there is a network." }),
    kid: z.string().meta({ description: "The issuer's key, hex." }),
  })
  .meta({ id: "Certificate" });
const certificateView = (given: Certified): z.input<typeof Certificate> => ({
  ...{ device: given.device.id, certificate: Buffer.from(given.certificate).toString("base64url"), kid: given.kid },
  ...{ notAfter: iso(given.notAfter), renewFrom: iso(given.renewFrom) },
});

const DeviceAsked = z
  .strictObject({
    label: words(80),
    publicKey: z
      .string()
      .regex(/^[A-Za-z0-9_-]{87}$/)
      .meta({
        description: "Raw P-256 point, 65 bytes in base64url, as WebCrypto exports it.",
        examples: ["BGD-1LolWp0xyWHrdMY1bWjASbiSO2H6bOZpYi5g8p-2eQP-EAi4vJmkGunpVii8ZPLxsgwtfp9Rd6PClNRGIpk"],
      }),
  })
  .meta({ id: "DeviceAsked" });

const devicePath = { params: z.object({ device: z.uuid() }) };

const routes = {
  add: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/devices", summary: "Takes a device's key for mine, and certifies it" },
    request: jsonBody(DeviceAsked),
    responses: {
      201: jsonAnswer("Its certificate.", Certificate),
      ...refusals(...BODY, "account-unknown", "pass-refused", "device-key-invalid", "device-taken", "devices-too-many"),
    },
  }),
  list: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/devices", summary: "My devices" },
    responses: { 200: jsonAnswer("They.", z.object({ items: z.array(Device) })), ...refusals(...ANY) },
  }),
  renew: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/devices/{device}/certificate", summary: "The next certificate of a device" },
    request: devicePath,
    responses: {
      201: jsonAnswer("Its certificate.", Certificate),
      ...refusals(...ANY, "account-unknown", "pass-refused", "device-unknown"),
    },
  }),
  revoke: createRoute({
    ...common,
    ...{ method: "delete", path: "/v1/me/devices/{device}", summary: "Gives a device up: gates take it no more" },
    request: devicePath,
    responses: { 204: { description: "Given up." }, ...refusals(...ANY, "device-unknown") },
  }),
};

/** A driver's own devices. Registered behind the drivers' guard of `addDriverRoutes`. */
export function addDriverDeviceRoutes(app: App, deps: HttpDeps): void {
  app.openapi(routes.add, async (c) => {
    const { label, publicKey } = c.req.valid("json");
    const asked = { label, point: new Uint8Array(Buffer.from(publicKey, "base64url")) };
    return c.json(certificateView(settled(await addDevice(deps, c.var.bearer.actor, driverOf(c), asked))), 201);
  });
  app.openapi(routes.list, async (c) => c.json({ items: (await listDevices(deps, driverOf(c))).map(deviceView) }, 200));
  app.openapi(routes.renew, async (c) => {
    const given = settled(await renewCertificate(deps, driverOf(c), c.req.valid("param").device));
    return c.json(certificateView(given), 201);
  });
  app.openapi(routes.revoke, async (c) => {
    const { device } = c.req.valid("param");
    const { estates } = settled(await revokeDevice(deps, c.var.bearer.actor, driverOf(c), device));
    for (const estate of estates) deps.nudge(estate);
    return c.body(null, 204);
  });
}
