import { execFileSync } from "node:child_process";
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accepts, type Daemon, debianEnv, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";

/** A real Mosquitto of our own, configured as shipped (firmware-config/mosquitto) but for its port and its paths. */
export interface Mosquitto {
  readonly url: string;
  /** Adds a user while it runs. */
  admit(user: string, password: string): void;
  start(): Promise<void>;
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** What an operator lays on the machine. */
const shipped = join(import.meta.dirname, "../../firmware-config/mosquitto");

export async function openMosquitto(): Promise<Mosquitto> {
  const folder = await mkdtemp(join(tmpdir(), "baygate-mosquitto-"));
  // It gives up root for a user of its own, who must read these.
  await chmod(folder, 0o755);
  const port = await freePort();
  const passwords = join(folder, "passwords");
  await writeFile(passwords, "");
  const access = join(folder, "baygate.acl");
  await copyFile(join(shipped, "baygate.acl"), access);
  const conf = (await readFile(join(shipped, "baygate.conf"), "utf8"))
    .replace("listener 1883 127.0.0.1", `listener ${port} 127.0.0.1`)
    .replace("password_file /etc/mosquitto/baygate.passwd", `password_file ${passwords}`)
    .replace("acl_file /etc/mosquitto/baygate.acl", `acl_file ${access}`);
  const confFile = join(folder, "mosquitto.conf");
  await writeFile(confFile, `${conf}\nlog_dest stderr\nlog_type none\n`);
  let daemon: Daemon | undefined;
  const kill = async (): Promise<void> => {
    await daemon?.end("SIGKILL");
    daemon = undefined;
  };
  return {
    url: `mqtt://127.0.0.1:${port}`,
    admit: (user, password) => {
      execFileSync("mosquitto_passwd", ["-b", passwords, user, password], { env: debianEnv, stdio: "ignore" });
      execFileSync("chmod", ["644", passwords]);
      daemon?.signal("SIGHUP");
    },
    start: async () => {
      daemon = startDaemon("mosquitto", ["-c", confFile]);
      await accepts(port);
    },
    kill,
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
