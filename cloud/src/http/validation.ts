import type { z } from "zod";
import type { FieldFault } from "./problem.ts";

const PLACES: Readonly<Record<string, FieldFault["in"]>> = {
  json: "body",
  query: "query",
  param: "path",
  header: "headers",
};

/** Every wrong field of a request, by where it stood. */
export function fieldFaults(target: string, error: z.ZodError): FieldFault[] {
  const place = PLACES[target] ?? "body";
  return error.issues.slice(0, 20).map((issue) => ({
    in: place,
    field: issue.path.join("."),
    expected: expectedBy(issue),
  }));
}

/** What a schema wanted to see, without repeating what was sent. */
function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected;
    case "too_small":
      return `${issue.origin}, ${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}`;
    case "too_big":
      return `${issue.origin}, ${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}`;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "unrecognized_keys":
      return `no field ${issue.keys.join(", ")}`;
    case "invalid_format":
      return issue.message.startsWith("Invalid") && issue.format !== "regex" ? issue.format : issue.message;
    default:
      return issue.message;
  }
}
