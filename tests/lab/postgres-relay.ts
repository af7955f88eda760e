import { type AddressInfo, connect, createServer, type Socket } from "node:net";

// A way between the cloud and PostgreSQL that sees a transaction's COMMIT go by, so that a test can act exactly before or after it.

/** The next COMMIT of a transaction that ran the statement of this name. Its text goes by once a connection only. */
export interface AtCommit {
  readonly statement: string;
  /** "before": PostgreSQL never hears of it. "after": it is committed, and the answer never arrives. */
  readonly when: "before" | "after";
  readonly run: () => void;
}

export interface PostgresRelay {
  readonly port: number;
  /** What is lain in wait for; undefined again once it has happened. */
  atCommit: AtCommit | undefined;
  close(): Promise<void>;
}

export async function openPostgresRelay(serverPort: number): Promise<PostgresRelay> {
  const sockets = new Set<Socket>();
  const relay = {
    port: 0,
    atCommit: undefined as AtCommit | undefined,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
  const listener = createServer((cloud) => {
    const server = connect(serverPort, "127.0.0.1");
    for (const [one, other] of [
      [cloud, server],
      [server, cloud],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    let concerned = false;
    let silent: AtCommit | undefined;
    cloud.on("data", (bytes: Buffer) => {
      // pg writes each statement at once; a COMMIT is a simple query of its own.
      if (bytes.includes("begin isolation")) concerned = false;
      const awaited = relay.atCommit;
      if (awaited && bytes.includes(`${awaited.statement}\0`)) concerned = true;
      if (awaited && concerned && isCommit(bytes)) {
        relay.atCommit = undefined;
        if (awaited.when === "before") {
          awaited.run();
          return;
        }
        silent = awaited;
      }
      server.write(bytes);
    });
    server.on("data", (bytes: Buffer) => {
      if (silent === undefined) cloud.write(bytes);
      else silent.run();
    });
  });
  await new Promise<void>((resolve, reject) => listener.once("error", reject).listen(0, "127.0.0.1", resolve));
  relay.port = (listener.address() as AddressInfo).port;
  return relay;
}

/** The message Query (protocol 3.0) with "commit" and its final NUL. */
const isCommit = (bytes: Buffer): boolean =>
  bytes[0] === "Q".charCodeAt(0) && bytes.toString("utf8", 5, 11) === "commit";
