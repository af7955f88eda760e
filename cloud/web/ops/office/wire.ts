// What the API answers, as far as the office reads it.

export interface Version {
  readonly id: string;
  readonly version: number;
  readonly currency: string;
  readonly content: Content;
  readonly effectiveAt: string;
}
export interface Content {
  readonly version?: number;
  readonly rules: readonly ({ readonly rule: string } & Readonly<Record<string, unknown>>)[];
  readonly calendar?: unknown;
  readonly longerMayCostLess?: boolean;
}
export interface BookedTariff {
  readonly id: string;
  readonly currency: string;
  readonly words: string | null;
  readonly inForce: Version | null;
  readonly upcoming: Version | null;
  readonly zones: readonly { readonly estate: string; readonly zone: string; readonly name: string }[];
  readonly openDrafts: number;
}
export interface Draft {
  readonly id: string;
  readonly tariff: string;
  readonly currency: string;
  readonly content: Content;
  readonly words: string;
  readonly author: string;
  readonly changedAt: string;
  readonly publishedVersion: number | null;
}
export interface Check {
  readonly content: Content | null;
  readonly text: string;
  readonly words: string | null;
  readonly faults: readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
}
export interface Line {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly quantity: number;
  readonly amountMinor: number;
  readonly words: string;
}
export interface Tax {
  readonly words: string;
  readonly netMinor: number;
  readonly taxMinor: number;
}
export interface Quote {
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly totalMinor: number;
  readonly words: string;
  readonly lines: readonly Line[];
  readonly taxes: readonly Tax[];
  readonly curve: { readonly stepMinutes: number; readonly totalsMinor: readonly number[] };
}
export interface Trial {
  readonly words: string;
  readonly since: string;
  readonly until: string;
  readonly stays: number;
  readonly isWhole: boolean;
  readonly currency: string;
  readonly beforeMinor: number;
  readonly afterMinor: number;
  readonly dearer: number;
  readonly cheaper: number;
  readonly mostChanged: readonly {
    readonly stay: string;
    readonly arrivedAt: string;
    readonly departedAt: string;
    readonly beforeMinor: number;
    readonly afterMinor: number;
  }[];
}
export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly class: string;
  readonly capacity: number;
  readonly inUse: number;
  readonly oversoldAtWorst: number;
  readonly tariff: string;
  readonly price: {
    readonly words: string;
    readonly factorPermille: number;
    readonly next: { readonly factorPermille: number; readonly from: string } | null;
  } | null;
}
export interface Estate {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly zones: readonly Zone[];
}
export interface ZoneCounts {
  readonly plusMinus: number;
  readonly passagesSince: number;
  readonly driftPerThousand: number | null;
  readonly items: readonly {
    readonly at: string;
    readonly actor: string;
    readonly saw: number;
    readonly before: number;
    readonly reason: string;
  }[];
}
export interface Ticket {
  readonly id: string;
  readonly estate: string;
  readonly zone: string | null;
  readonly host: string;
  readonly label: string;
  readonly plate: string | null;
  readonly fromAt: string;
  readonly untilAt: string;
  readonly state: "unused" | "used" | "expired" | "taken-back";
  readonly usedAt: string | null;
}
export interface Wallet {
  readonly currency: string;
  readonly balanceMinor: number;
  readonly heldMinor: number;
  readonly debtMinor: number;
  readonly availableMinor: number;
}
export interface AccountBrief {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly blockedAt: string | null;
  readonly createdAt: string;
}
export interface Account extends AccountBrief {
  readonly estates: readonly string[];
  readonly cards: readonly { readonly ref: string; readonly label: string; readonly revokedAt: string | null }[];
  readonly wallet: Wallet;
}
export interface Stay {
  readonly id: string;
  readonly account: string | null;
  readonly estate: string;
  readonly zone: string;
  readonly state: string;
  readonly gateIn: string;
  readonly gateOut: string | null;
  readonly grantedAt: string;
  readonly arrivedAt: string | null;
  readonly departedAt: string | null;
  readonly flags: readonly string[];
  readonly cost: {
    readonly final: boolean;
    readonly totalMinor: number;
    readonly currency: string;
    readonly lines: readonly Line[];
  } | null;
}
export interface Revision {
  readonly revision: number;
  readonly arrivedAt: string;
  readonly departedAt: string;
  readonly currency: string;
  readonly totalMinor: number;
  readonly lines: readonly Line[];
  readonly taxes: readonly Tax[];
  readonly offer: { readonly tariff: string; readonly version: number; readonly factorPermille: number } | null;
  readonly class: string;
  readonly payer: string | null;
  readonly reason: string | null;
}
export interface StayFile extends Stay {
  readonly timeZone: string;
  readonly revisions: readonly Revision[];
  readonly disputes: readonly Omit<Dispute, "account" | "stay">[];
  readonly exceptions: readonly Pick<Exception, "id" | "kind" | "at" | "words" | "resolvedAt">[];
}
export interface Dispute {
  readonly id: string;
  readonly account: string;
  readonly stay: string;
  readonly words: string;
  readonly state: string;
  readonly answer: string | null;
  readonly openedAt: string;
  readonly endedAt: string | null;
}
export interface Gate {
  readonly id: string;
  readonly name: string;
  readonly direction: "arrive" | "depart";
  readonly arrivalZones: readonly string[];
  readonly online: boolean;
  readonly waiting: number | null;
  readonly lastSeenAt: string | null;
  readonly revokedAt: string | null;
  readonly software: string | null;
  readonly faults: readonly { readonly device: string; readonly code: string; readonly words: string }[];
}
export interface GateOrder {
  readonly id: string;
  readonly kind: string;
  readonly lane: string | null;
  readonly reason: string;
  readonly issuer: string;
  readonly createdAt: string;
  readonly outcome: string | null;
  readonly words: string | null;
}
export interface Exception {
  readonly id: number;
  readonly estate: string;
  readonly kind: string;
  readonly at: string;
  readonly gate: string | null;
  readonly session: string | null;
  readonly fact: string | null;
  readonly words: string;
  readonly resolvedAt: string | null;
}
export interface Receipt {
  readonly id: string;
  readonly kind: "receipt" | "credit-note";
  readonly estate: string;
  readonly number: number;
  readonly year: number;
  readonly stay: string;
  readonly revision: number;
  readonly issuedAt: string;
}
