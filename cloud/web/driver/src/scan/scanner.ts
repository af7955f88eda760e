// Looks for a QR code before the camera: with the browser's own detector, or with jsqr in a worker where there is none.

interface Detector {
  detect(image: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type DetectorMaker = new (options: { formats: readonly string[] }) => Detector;

/** How often it is looked, ms: more would only heat the phone. */
const EVERY_MS = 150;
/** A code that fills a third of this is read well. Pixels. */
const SIDE = 640;

/** Starts the camera; the returned function ends it. The first code that is found ends the looking too. */
export function openScanner(
  video: HTMLVideoElement,
  found: (text: string) => void,
  failed: (why: "denied" | "none") => void,
): () => void {
  let isOver = false;
  let stream: MediaStream | undefined;
  const stop = () => {
    isOver = true;
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  const run = async (): Promise<void> => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    if (isOver) return stop();
    video.srcObject = stream;
    await video.play();
    const { look, end } = await openReader();
    while (!isOver) {
      const text = await look(video);
      if (text !== undefined && !isOver) {
        stop();
        found(text);
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    end();
  };
  run().catch((error: unknown) => {
    if (isOver) return;
    stop();
    failed(error instanceof DOMException && error.name === "NotAllowedError" ? "denied" : "none");
  });
  return stop;
}

interface Reader {
  look(video: HTMLVideoElement): Promise<string | undefined>;
  end(): void;
}

async function openReader(): Promise<Reader> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorMaker };
  if (BarcodeDetector) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return { look: async (video) => (await detector.detect(video))[0]?.rawValue, end: () => undefined };
  }
  const worker = new Worker(new URL("./scan-worker.ts", import.meta.url), { type: "module" });
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return {
    look: (video) =>
      new Promise((resolve) => {
        const scale = Math.min(1, SIDE / Math.max(video.videoWidth, video.videoHeight, 1));
        canvas.width = Math.max(1, Math.round(video.videoWidth * scale));
        canvas.height = Math.max(1, Math.round(video.videoHeight * scale));
        context?.drawImage(video, 0, 0, canvas.width, canvas.height);
        const picture = context?.getImageData(0, 0, canvas.width, canvas.height);
        worker.onmessage = ({ data }: MessageEvent<string | undefined>) => resolve(data);
        worker.postMessage(picture);
      }),
    end: () => worker.terminate(),
  };
}
