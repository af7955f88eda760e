import type { Subscriber } from "./hub.ts";
import { paced } from "./pace.ts";

/** Something that a follower is told whenever it is another than before: an event's name, of which thing, and what it is now. */
export interface Item {
  readonly event: string;
  readonly id: string;
  readonly content: unknown;
}

/** Tells followers what has changed about what they follow: estates, or accounts. */
export interface Feed {
  /** Something may have changed: a look follows soon. */
  nudge(): void;
  /** Begins to follow these subjects, or all (null): first what is, then what changes. The answer ends it. */
  subscribe(to: Subscriber, subjects: readonly string[] | null): () => void;
  close(): void;
}

export interface FeedOptions {
  /** What is true of these subjects now; of all of them (null). A subject that is missing has nothing to tell. */
  readonly load: (subjects: readonly string[] | null) => Promise<ReadonlyMap<string, readonly Item[]>>;
  /** Hears why nothing could be read; it is tried again all the same. */
  readonly onFault: (error: unknown) => void;
  /** Real ms between two looks. */
  readonly spacingMs?: number;
  /** Real ms between two heartbeats, each with a look: prices move and hours end without a word. */
  readonly heartbeatMs?: number;
}

interface Follower {
  readonly to: Subscriber;
  readonly subjects: ReadonlySet<string> | null;
  /** It has been told what is. */
  isCaughtUp: boolean;
}

const encoder = new TextEncoder();
const HEARTBEAT = encoder.encode(": still here\n\n");

/** Opens a feed. What changed is encoded once, and the same bytes go to everybody who follows its subject. */
export function openFeed({ load, onFault, spacingMs = 250, heartbeatMs = 10_000 }: FeedOptions): Feed {
  const followers = new Set<Follower>();
  /** What was told last: the event's bytes, by subject and by event and id. */
  let told = new Map<string, ReadonlyMap<string, { readonly text: string; readonly bytes: Uint8Array }>>();

  const send = (follower: Follower, bytes: Uint8Array): void => {
    if (!followers.has(follower) || follower.to.write(bytes)) return;
    followers.delete(follower);
    follower.to.end();
  };
  const follows = ({ subjects }: Follower, subject: string): boolean => subjects === null || subjects.has(subject);

  const tell = (subject: string, items: readonly Item[]) => {
    const before = told.get(subject);
    const now = new Map(
      items.map(({ event, id, content }) => {
        const text = JSON.stringify(content);
        const known = before?.get(`${event} ${id}`);
        const isNews = known?.text !== text;
        const bytes = isNews ? encoder.encode(`event: ${event}\ndata: ${text}\n\n`) : known.bytes;
        return [`${event} ${id}`, { text, bytes, isNews }];
      }),
    );
    for (const follower of [...followers].filter((each) => follows(each, subject)))
      for (const { bytes, isNews } of now.values()) if (isNews || !follower.isCaughtUp) send(follower, bytes);
    return now;
  };

  const pace = paced(spacingMs, async () => {
    if (followers.size === 0) {
      told.clear();
      return;
    }
    // Who comes while this is read waits for the next look.
    const asked = [...followers];
    const everything = asked.some(({ subjects }) => subjects === null);
    const subjects = everything ? null : [...new Set(asked.flatMap((each) => [...(each.subjects ?? [])]))];
    try {
      const found = await load(subjects);
      told = new Map([...found].map(([subject, items]) => [subject, tell(subject, items)]));
      for (const follower of asked) follower.isCaughtUp = true;
      if ([...followers].some(({ isCaughtUp }) => !isCaughtUp)) pace.ask();
    } catch (error) {
      onFault(error);
    }
  });

  const beat = setInterval(() => {
    for (const follower of [...followers]) send(follower, HEARTBEAT);
    pace.ask();
  }, heartbeatMs);
  beat.unref();

  return {
    nudge: () => {
      if (followers.size > 0) pace.ask();
    },
    subscribe(to, subjects) {
      const follower: Follower = { to, subjects: subjects && new Set(subjects), isCaughtUp: false };
      followers.add(follower);
      pace.ask();
      return () => followers.delete(follower);
    },
    close() {
      clearInterval(beat);
      pace.stop();
      for (const { to } of followers) to.end();
      followers.clear();
    },
  };
}
