import { openOpening } from "@baygate/shared/opening";
import { credentialVectors } from "@baygate/shared/testing";
import { expect, test } from "vitest";
import { isSignedBy, openingPublicKey } from "./opening-key.ts";

const vector = credentialVectors("opening-code");
const said = (name: string): string => vector.get(name) ?? "";

test("the vector in docs/credentials.md is what the cloud knows of a gate with that token, and believes of it", () => {
  expect(openingPublicKey(said("token"))).toBe(said("publicKey"));
  const opened = openOpening(said("text"));
  if ("fault" in opened) return expect.fail(opened.fault);
  expect(isSignedBy(said("publicKey"), opened.toVerify, opened.signature)).toBe(true);
  expect(isSignedBy(openingPublicKey(`${said("token")}.`), opened.toVerify, opened.signature)).toBe(false);
});
