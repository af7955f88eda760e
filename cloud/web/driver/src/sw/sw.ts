// The service worker: keeps the app's own files, so that the pass shows at once and without network, and shows notices.
// Answers of the API are not kept here: the pages keep what they need (api/cache.ts).

interface Shell {
  readonly version: string;
  /** Relative to /app/. */
  readonly files: readonly string[];
}
/** Put in by vite.config.ts. */
declare const __SHELL__: Shell;
const shell = __SHELL__;

/** What of ServiceWorkerGlobalScope is used here; TypeScript's library of it does not go together with the DOM's. */
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Pushed extends Waiting {
  readonly data: { json(): unknown } | null;
}
interface NoticeClicked extends Waiting {
  readonly notification: Notification;
}
interface Page {
  readonly url: string;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}
interface Scope {
  readonly registration: {
    showNotification(title: string, options: NotificationOptions & { renotify?: boolean }): Promise<void>;
    getNotifications(filter: { tag: string }): Promise<readonly Notification[]>;
  };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<readonly Page[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", hear: (event: Waiting) => void): void;
  addEventListener(name: "fetch", hear: (event: Fetching) => void): void;
  addEventListener(name: "push", hear: (event: Pushed) => void): void;
  addEventListener(name: "notificationclick", hear: (event: NoticeClicked) => void): void;
}
const scope = self as unknown as Scope;

const CACHE = `baygate-${shell.version}`;
const PAGE = "/app/";

scope.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(shell.files.map((file) => new Request(`/app/${file}`, { cache: "no-cache" })));
    await scope.skipWaiting();
  };
  event.waitUntil(keep());
});

scope.addEventListener("activate", (event) => {
  const tidyUp = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("baygate-") && name !== CACHE);
    // The build before stays: a page of it may still be open and ask for its parts.
    await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
    await scope.clients.claim();
  };
  event.waitUntil(tidyUp());
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || !url.pathname.startsWith(PAGE)) return;
  // Every address of the app is its one page.
  const kept = request.mode === "navigate" ? caches.match(PAGE) : caches.match(request, { ignoreVary: true });
  event.respondWith(kept.then((found) => found ?? fetch(request)));
});

/** What the cloud sends as a notice (cloud/src/notify). */
interface Notice {
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  /** Of what it is about: the newer one takes the older one's place. */
  readonly tag?: string;
  readonly url?: string;
  readonly lang?: string;
}

scope.addEventListener("push", (event) => {
  const notice = (event.data?.json() ?? { title: "Baygate", body: "" }) as Notice;
  event.waitUntil(show(notice));
});

/** News rings again, also in the place of something older. What came twice is shown once, and rings once. */
async function show({ title, body, tag, url = PAGE, lang }: Notice): Promise<void> {
  const shown = tag === undefined ? [] : await scope.registration.getNotifications({ tag });
  const isTwice = shown.some((each) => each.title === title && each.body === body);
  await scope.registration.showNotification(title, {
    body,
    icon: "/app/icons/icon-192.png",
    badge: "/app/icons/icon-192.png",
    dir: "auto",
    ...(lang === undefined ? {} : { lang }),
    ...(tag === undefined ? {} : { tag, renotify: !isTwice, silent: isTwice }),
    data: { url },
  });
}

scope.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url } = event.notification.data as { url: string };
  // A notice leads into the app and nowhere else, whatever it says.
  const target = new URL(url, location.origin);
  const address = target.origin === location.origin && target.pathname.startsWith(PAGE) ? target.href : PAGE;
  const open = async () => {
    const [page] = await scope.clients.matchAll({ type: "window", includeUncontrolled: false });
    if (!page) return await scope.clients.openWindow(address);
    await page.focus();
    return await page.navigate(address);
  };
  event.waitUntil(open());
});
