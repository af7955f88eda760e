import { answered } from "@baygate/client";
import useSWR from "swr";
import { client } from "./client.ts";

/** Whether this browser can be told something while the app is closed. */
export const canPush = (): boolean =>
  "Notification" in window && "PushManager" in window && "serviceWorker" in navigator;

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration("/app/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

const isPushOn = async (): Promise<boolean> =>
  canPush() && Notification.permission === "granted" && (await subscription().catch(() => null)) !== null;

/** Whether this browser is told; undefined until that is known. */
export const usePushOn = () => useSWR("push", isPushOn);

/** Asks for permission and subscribes this browser (RFC 8030, VAPID). @throws what the browser or the cloud refuses. */
export async function startPush(language: string): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") return;
  const { key } = await answered(client.GET("/v1/push-key"));
  const registration = await navigator.serviceWorker.ready;
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint = "", keys = {} } = made.toJSON();
  const body = { endpoint, keys: { p256dh: keys["p256dh"] ?? "", auth: keys["auth"] ?? "" }, language };
  await answered(client.PUT("/v1/me/push-subscriptions", { body }));
}

export async function endPush(): Promise<void> {
  const made = await subscription();
  if (!made) return;
  await made.unsubscribe();
  await answered(client.DELETE("/v1/me/push-subscriptions", { body: { endpoint: made.endpoint } }));
}
