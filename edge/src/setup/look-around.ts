import { stringify } from "yaml";
import { DRIVERS } from "../hardware/drivers.ts";
import type { Attached } from "./report.ts";

/** A driver that looks around longer than this does not find anything any more, ms. */
const LOOK_MS = 15_000;
const KINDS = ["readers", "barrier", "loops", "display"] as const;

/** Everything that is attached to this machine and that a driver knows. */
export async function lookAround(): Promise<readonly Attached[]> {
  const looks = KINDS.flatMap((kind) =>
    DRIVERS[kind].map(async ({ find }): Promise<readonly Attached[]> => {
      if (find === undefined) return [];
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<[]>((resolve) => {
        timer = setTimeout(resolve, LOOK_MS, []);
      });
      // A driver that cannot look has found nothing; its own trial says why.
      const found = await Promise.race([find("/").catch(() => []), late]);
      clearTimeout(timer);
      return found.map(({ config, words }) => ({ kind, words, config: { ...config } }));
    }),
  );
  return (await Promise.all(looks)).flat();
}

/** A box's configuration made of what is attached; what is missing stands in it as a comment. */
export function suggestConfig(found: readonly Attached[]): string {
  const of = (kind: Attached["kind"]) => found.filter((each) => each.kind === kind).map(({ config }) => config);
  const [readers, barriers, loops, displays] = [of("readers"), of("barrier"), of("loops"), of("display")];
  const lane = {
    ...{ id: "lane-1", direction: "arrive", zone: "main" },
    ...(readers.length > 0 ? { readers } : {}),
    ...(barriers[0] ? { barrier: barriers[0] } : {}),
    ...(loops[0] ? { loops: loops[0] } : {}),
    ...(displays[0] ? { display: displays[0] } : {}),
  };
  const missing = KINDS.filter((kind) => of(kind).length === 0);
  const box = {
    ...{ estate: "my-estate", gate: "my-gate", dataDirectory: "/var/lib/baygate" },
    cloud: { mqttUrl: "mqtts://broker.example", tokenFile: "/etc/baygate/token" },
    lanes: [lane],
  };
  return [
    "# Suggested by `npm run edge -- doctor` from what is attached. Estate, gate, zone and broker are the operator's to say.",
    stringify(box, { lineWidth: 0 }).trimEnd(),
    ...missing.map((kind) => `    # ${kind}: nothing was found that a driver knows; it must be written by hand`),
    ...barriers.slice(1).map((config) => `    # also attached: ${JSON.stringify(config)}`),
    "",
  ].join("\n");
}
