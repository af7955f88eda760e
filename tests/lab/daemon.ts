import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";

/** Somebody else's program that a test runs for itself. It never outlives the test. */
export interface Daemon {
  readonly pid: number;
  signal(name: NodeJS.Signals): void;
  /** Sends `how` and waits for the end. */
  end(how: NodeJS.Signals): Promise<void>;
}

/** Where Debian keeps what is not for everybody. */
export const debianEnv = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` };

/** @param user whom to run it as, where this process may choose (root). */
export function startDaemon(command: string, args: readonly string[], user?: string): Daemon {
  const as = user !== undefined && process.getuid?.() === 0 ? ["--reuid", user, "--regid", user, "--clear-groups"] : [];
  const output = process.env["BAYGATE_LAB_LOG"] ? "inherit" : "ignore";
  const stdio: StdioOptions = ["ignore", output, "inherit"];
  // setpriv becomes the program, so that the pid held here is its own.
  const child: ChildProcess = spawn("setpriv", ["--pdeathsig", "KILL", ...as, command, ...args], {
    env: debianEnv,
    stdio: user === undefined ? stdio : ["ignore", output, output],
    cwd: "/",
  });
  const gone = once(child, "exit");
  return {
    pid: child.pid ?? 0,
    signal: (name) => void child.kill(name),
    end: async (how) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(how);
      await gone;
    },
  };
}

/** Resolves once something accepts on the port. */
export async function accepts(port: number): Promise<void> {
  for (;;) {
    const accepted = await new Promise<boolean>((resolve) => {
      const probe = connect(port, "127.0.0.1", () => {
        probe.destroy();
        resolve(true);
      });
      probe.on("error", () => resolve(false));
    });
    if (accepted) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
