import { DenyReason, GrantReason } from "@baygate/shared/decision";
import { expect, it } from "vitest";
import * as words from "./display-words.ts";
import { isTranslated } from "./hardware/phrases.ts";

/** Everything that a lane says, but prices. */
const messages = [
  ...[...GrantReason.options, ...DenyReason.options].map((reason) =>
    words.decisionMessage({ outcome: "deny", reason }),
  ),
  words.idleMessage("arrive", undefined),
  words.idleMessage("depart", undefined),
  ...Object.values(words).flatMap((each) => (typeof each === "object" && "title" in each ? [each] : [])),
];

it("every word that a driver reads is there in every language", () => {
  const phrases = [...new Set(messages.flatMap(({ title, detail }) => [title, detail]))];
  expect(phrases.length).toBeGreaterThan(60);
  expect(phrases.filter((phrase) => phrase !== "" && !isTranslated(phrase))).toEqual([]);
});
