// The child program of GPIO lines: koffi, for the one system call that Node has not. It takes the lines, sets outputs as it is
// told, and says what the inputs show.
// Argument: a GpioSeat as JSON.
import { GpioSeat } from "./gpio.ts";
import { type Lines, listChips, takeInputs, takeOutputs } from "./gpio-lines.ts";
import { type Ioctl, openIoctl } from "./ioctl.ts";
import { RelayOrder, type RelaySays } from "./relay-program.ts";
import { serveParent } from "./supervised-child.ts";

const LOOK_EVERY_MS = 400;

const wanted = GpioSeat.parse(JSON.parse(process.argv[2] ?? ""));
const send = serveParent((message) => void obey(RelayOrder.parse(message)));
const say = (message: RelaySays): Promise<void> => send(message);
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
async function leave(message: RelaySays): Promise<never> {
  await say(message);
  process.exit(0);
}

const ioctl = await openIoctl().catch((error: unknown) =>
  leave({ say: "library-missing", words: words(error).split("\n")[0] ?? "" }),
);

interface Held {
  readonly outputs: Lines | undefined;
  readonly inputs: Lines | undefined;
}
let held: Held | undefined;

async function obey({ id, relay, on }: RelayOrder): Promise<void> {
  try {
    const index = wanted.outputs.indexOf(relay);
    if (held?.outputs === undefined || index < 0) throw new Error(`line ${relay} is not held`);
    held.outputs.set(index, on);
    await say({ say: "done", id });
  } catch (error) {
    await say({ say: "not-done", id, words: words(error) });
  }
}

function takeAll(call: Ioctl): Held | Extract<RelaySays, { words: string }> {
  const chips = listChips(call);
  const chip = chips.find(({ path, label }) => path === wanted.chip || label === wanted.chip);
  if (chip === undefined) {
    const others = chips.map(({ label }) => label).join(", ");
    return { say: "absent", words: `no chip ${wanted.chip}${others === "" ? "" : `; there are ${others}`}` };
  }
  const inputs = wanted.inputs.map((input) => (typeof input === "number" ? input : input.line));
  const beyond = [...wanted.outputs, ...inputs].find((line) => line >= chip.lines);
  if (beyond !== undefined) return { say: "refused", words: `no line ${beyond}: the chip has ${chip.lines}, from 0` };
  let outputs: Lines | undefined;
  try {
    const { path } = chip;
    if (wanted.outputs.length > 0) outputs = takeOutputs(call, { path, lines: wanted.outputs }, wanted.activeLow);
    const taken = inputs.length > 0 ? takeInputs(call, { path, lines: inputs }, wanted.bias) : undefined;
    return { outputs, inputs: taken };
  } catch (error) {
    outputs?.close();
    return { say: "refused", words: `${chip.path}: ${words(error)}` };
  }
}

let said = "";
while (held === undefined) {
  const taken = takeAll(ioctl);
  if (!("say" in taken)) held = taken;
  else {
    if (taken.words !== said) await say(taken);
    said = taken.words;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

const { outputs, inputs } = held;
const high = wanted.closedIs === "high";
const inverted = wanted.inputs.map((input) => typeof input !== "number" && input.inverted);
const look = async (): Promise<boolean[] | undefined> => {
  try {
    // Without inputs the outputs are looked at, so that it shows when the chip is pulled out.
    if (inputs === undefined) return void outputs?.values();
    return inputs.values().map((value, index) => (value === high) !== inverted[index]);
  } catch (error) {
    return await leave({ say: "lost", words: words(error) });
  }
};
let told = await look();
await say({ say: "open", states: told });
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, wanted.pollMs));
  const states = await look();
  if (states !== undefined && states.join() !== told?.join()) await say({ say: "inputs", states });
  told = states;
}
