import { CardFault, type Talk } from "./pcsc-apdu.ts";
import type { CardRead } from "./pcsc-card.ts";

// Runs conversations with cards over a line that may fall silent at any moment.

export interface ConversationLine {
  transmit(card: number, apdu: Uint8Array): void;
  /** A card may let one command wait for so long. Ms. */
  readonly answerMs: number;
  /** After so long without any answer, not even that the card is gone, the line itself is stuck. Ms, counted from `answerMs`. */
  readonly blockedMs: number;
  blocked(): void;
  readonly log: { info(detail: object, words: string): void };
}

export interface Conversations {
  /** Begins with a card that was put down; one with a card before it is over. */
  begin(card: number, talk: Talk<CardRead>, done: (read: CardRead) => void): void;
  /** What a card answered; undefined: it is gone. Answers to nobody are passed over. */
  answered(card: number, apdu: Uint8Array | undefined): void;
  /** Every conversation is over, and nothing is said of it. */
  end(): void;
}

interface Conversation {
  readonly talk: Talk<CardRead>;
  readonly done: (read: CardRead) => void;
  readonly startedMs: number;
  commands: number;
  /** It was told that the card is silent; only the line's own answer is still waited for. */
  given: boolean;
  timer: NodeJS.Timeout | undefined;
}

export function converse(line: ConversationLine): Conversations {
  const open = new Map<number, Conversation>();

  const over = (card: number): void => {
    clearTimeout(open.get(card)?.timer);
    open.delete(card);
  };

  const finish = (card: number, conversation: Conversation, read: CardRead): void => {
    over(card);
    const ms = Math.round(performance.now() - conversation.startedMs);
    line.log.info(
      { commands: conversation.commands, ms, as: "unreadable" in read ? read.unreadable : read.tier },
      "card read",
    );
    conversation.done(read);
  };

  const step = (card: number, conversation: Conversation, next: () => IteratorResult<Uint8Array, CardRead>): void => {
    clearTimeout(conversation.timer);
    let result: IteratorResult<Uint8Array, CardRead>;
    try {
      result = next();
    } catch (error) {
      if (!(error instanceof CardFault)) throw error;
      finish(card, conversation, { unreadable: error.code });
      return;
    }
    if (result.done) {
      finish(card, conversation, result.value);
      return;
    }
    conversation.commands++;
    conversation.timer = setTimeout(() => giveUp(card, conversation), line.answerMs);
    line.transmit(card, result.value);
  };

  const giveUp = (card: number, conversation: Conversation): void => {
    conversation.given = true;
    conversation.timer = setTimeout(() => {
      over(card);
      line.blocked();
    }, line.blockedMs);
    conversation.done({ unreadable: "card-silent" });
  };

  return {
    begin(card, talk, done) {
      const conversation = { talk, done, startedMs: performance.now(), commands: 0, given: false, timer: undefined };
      open.set(card, conversation);
      step(card, conversation, () => talk.next());
    },
    answered(card, apdu) {
      const conversation = open.get(card);
      if (conversation === undefined) return;
      if (conversation.given) over(card);
      else if (apdu === undefined) finish(card, conversation, { unreadable: "card-torn" });
      else step(card, conversation, () => conversation.talk.next(apdu));
    },
    end() {
      for (const card of [...open.keys()]) over(card);
    },
  };
}
