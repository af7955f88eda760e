import { getSystemErrorMap } from "node:util";

/** The system call; its negative answer is turned into a coded error: EBUSY, ENODEV. */
export type Ioctl = (fd: number, code: number, argument: Buffer) => void;

/**
 * The system call ioctl, which Node has not, by koffi. Only for child programs: some devices' calls block.
 *
 * @throws the loader's error where koffi has no binary for this machine.
 */
export async function openIoctl(): Promise<Ioctl> {
  const { default: koffi } = await import("koffi");
  const call = koffi.load(null).func("int ioctl(int fd, unsigned long request, _Inout_ uint8_t *argument)");
  return (fd, code, argument) => {
    if (call(fd, code, argument) >= 0) return;
    const [name, words] = getSystemErrorMap().get(-koffi.errno()) ?? ["EIO", "input/output error"];
    throw Object.assign(new Error(`${name}: ${words}`), { code: name });
  };
}
