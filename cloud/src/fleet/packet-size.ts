/**
 * Watches the bytes of one MQTT connection for a packet larger than `mostBytes`, from the lengths that stand at each packet's
 * beginning (MQTT 3.1.1, 2.2): the broker would first keep all of it in memory. Answers false once one begins, and from then on.
 */
export function watchPackets(mostBytes: number): (chunk: Uint8Array) => boolean {
  /** Bytes of the current packet's body still to come. */
  let body = 0;
  /** Length so far and its next digit's weight, while a header is being read; null while its first byte is awaited. */
  let header: { length: number; weight: number } | null = null;
  let fits = true;
  return (chunk) => {
    for (let at = 0; fits && at < chunk.length; ) {
      if (body > 0) {
        const taken = Math.min(body, chunk.length - at);
        body -= taken;
        at += taken;
        continue;
      }
      const byte = chunk[at++] ?? 0;
      if (header === null) {
        header = { length: 0, weight: 1 };
        continue;
      }
      header.length += (byte & 0x7f) * header.weight;
      header.weight *= 128;
      if (byte >= 0x80 && header.weight < 128 ** 4) continue;
      body = header.length;
      header = null;
      fits = body <= mostBytes;
    }
    return fits;
  };
}
