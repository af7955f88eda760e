import { z } from "zod";

// What number plate recognition products send, as they publish it. Pictures and all that is not needed are passed over.

/** A plate as a camera read it. */
export interface SeenPlate {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** As the product names it; undefined: it does not say. */
  readonly camera: string | undefined;
}

const Percent = z.number().min(0).max(100);
const Share = z.number().min(0).max(1);
const Plate = z.string().min(1).max(64);
const Camera = z
  .union([z.string().max(256), z.number()])
  .transform(String)
  .optional();

/** Rekor Scout (OpenALPR), for every frame: docs.rekor.ai, Application Integration, JSON Plate Results. */
const RekorFrame = z
  .object({
    data_type: z.literal("alpr_results"),
    camera_id: Camera,
    results: z.array(z.object({ plate: Plate, confidence: Percent })).max(32),
  })
  .transform(({ camera_id: camera, results }) =>
    results.map(({ plate: text, confidence }): SeenPlate => ({ text, confidence: confidence / 100, camera })),
  );

/** Rekor Scout, for a vehicle once it is gone; up to ten seconds late: the same, JSON Group Results. */
const RekorGroup = z
  .object({
    data_type: z.literal("alpr_group"),
    camera_id: Camera,
    best_plate_number: Plate,
    best_confidence: Percent,
  })
  .transform((group): SeenPlate[] => [
    { text: group.best_plate_number, confidence: group.best_confidence / 100, camera: group.camera_id },
  ]);

/** Rekor Scout every minute: that it lives. */
const RekorHeartbeat = z.object({ data_type: z.literal("heartbeat") }).transform((): SeenPlate[] => []);

/** Plate Recognizer Stream and Snapshot: guides.platerecognizer.com, Webhooks. `score` is of the letters, `dscore` of there being a plate. */
const PlateRecognizer = z
  .object({
    hook: z.object({ event: z.string().max(64) }),
    data: z.object({
      camera_id: Camera.nullable(),
      results: z
        .array(z.object({ plate: Plate, score: Share }))
        .max(32)
        .default([]),
    }),
  })
  .transform(({ data }) =>
    data.results.map(
      ({ plate: text, score: confidence }): SeenPlate => ({ text, confidence, camera: data.camera_id ?? undefined }),
    ),
  );

const Message = z.union([RekorFrame, RekorGroup, RekorHeartbeat, PlateRecognizer]);

/**
 * The plates in a message, the surest first; undefined: none of the formats that are known. Never throws.
 *
 * @param camera only this one's, where it is given.
 */
export function platesIn(text: string, camera?: string): readonly SeenPlate[] | undefined {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = Message.safeParse(message);
  const wanted = data?.filter((plate) => camera === undefined || plate.camera === camera);
  return wanted?.toSorted((a, b) => b.confidence - a.confidence);
}
