import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accepts, type Daemon, debianEnv, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";

/** A real Mosquitto of our own, with a password for everybody and a gate's access limited to its own topics. */
export interface Mosquitto {
  readonly url: string;
  /** Adds a user while it runs. */
  admit(user: string, password: string): void;
  start(): Promise<void>;
  kill(): Promise<void>;
  close(): Promise<void>;
}

const ACCESS = `user cloud
topic readwrite baygate/v1/#
pattern write baygate/v1/+/%u/facts
pattern write baygate/v1/+/%u/sync
pattern write baygate/v1/+/%u/status
pattern read baygate/v1/+/%u/ack
pattern read baygate/v1/+/%u/rules
pattern read baygate/v1/+/%u/orders
`;

export async function openMosquitto(): Promise<Mosquitto> {
  const folder = await mkdtemp(join(tmpdir(), "baygate-mosquitto-"));
  // It gives up root for a user of its own, who must read these.
  await chmod(folder, 0o755);
  const port = await freePort();
  const passwords = join(folder, "passwords");
  await writeFile(passwords, "");
  await writeFile(join(folder, "acl"), ACCESS);
  await writeFile(
    join(folder, "mosquitto.conf"),
    `listener ${port} 127.0.0.1
allow_anonymous false
persistence false
password_file ${passwords}
acl_file ${join(folder, "acl")}
set_tcp_nodelay true
log_dest stderr
log_type none
`,
  );
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
      daemon = startDaemon("mosquitto", ["-c", join(folder, "mosquitto.conf")]);
      await accepts(port);
    },
    kill,
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
