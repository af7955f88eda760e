import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A link between one gate and the broker that can be cut and mended: a TCP relay on loopback. */
export interface Link {
  readonly port: number;
  readonly up: boolean;
  /** Drops every connection and refuses new ones. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openLink(targetPort: number): Promise<Link> {
  const sockets = new Set<Socket>();
  let up = true;
  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => other.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const server = createServer((gate) => {
    if (!up) {
      gate.destroy();
      return;
    }
    const broker = connect(targetPort, "127.0.0.1");
    keep(gate, broker);
    keep(broker, gate);
    gate.pipe(broker);
    broker.pipe(gate);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    get up() {
      return up;
    },
    cut() {
      up = false;
      drop();
    },
    mend() {
      up = true;
    },
    close() {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
