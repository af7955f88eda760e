// Who may what, by name. Routes say which permits open them (http/permits.ts); whoever asks holds some.

/** What staff are. An installer sets gates up and tries them; money and accounts are an operator's. */
export const STAFF_ROLES = ["operator", "installer"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** What an integrator's key may be for. */
export const SCOPES = ["estates:read", "stays:read", "receipts:read"] as const;
export type Scope = (typeof SCOPES)[number];

/** Any one of these opens a route that names it. */
export type Permit = "driver" | StaffRole | Scope;

export const isStaffRole = (text: string): text is StaffRole => STAFF_ROLES.some((role) => role === text);
export const isScope = (text: string): text is Scope => SCOPES.some((scope) => scope === text);

/** What somebody may do, and where: `estates` null is everywhere, and what is no estate's alone. */
export type Held =
  | { readonly role: "driver" }
  | { readonly role: StaffRole; readonly estates: readonly string[] | null }
  | { readonly role: "integrator"; readonly scopes: readonly Scope[]; readonly estates: readonly string[] | null };

/** Whether one of these permits is held. */
export const holdsOneOf = (held: Held, permits: readonly Permit[]): boolean =>
  held.role === "integrator" ? held.scopes.some((scope) => permits.includes(scope)) : permits.includes(held.role);
