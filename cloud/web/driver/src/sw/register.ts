/** Where a page learns that another build took over: the next page is loaded whole. */
let isNew = false;
export const hasNewBuild = (): boolean => isNew;

export function registerWorker(): void {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  const had = workers.controller !== null;
  workers.addEventListener("controllerchange", () => {
    isNew = had;
  });
  workers.register("/app/sw.js", { scope: "/app/", updateViaCache: "none" }).catch((error: unknown) => {
    console.warn("the app cannot be kept for when there is no network", error);
  });
}
