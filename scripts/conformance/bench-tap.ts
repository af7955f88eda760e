// One tap at a lane's bench: `node scripts/conformance/bench-tap.ts SOCKET UID`, for --tap.
import { createConnection } from "node:net";

const [socket = "", hex = ""] = process.argv.slice(2);
const bench = createConnection(socket, () => {
  const lines = [{ loop: "approach", occupied: true }, { read: { tier: "E", hex } }];
  bench.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
});
bench.on("error", (error) => {
  process.stderr.write(`no tap: ${error.message}\n`);
  process.exitCode = 1;
});
bench.resume();
