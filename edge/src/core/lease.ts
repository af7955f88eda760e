import { type Lease, leaseLeft, NO_LEASE } from "@baygate/shared/envelope";
import type { Epoch } from "@baygate/shared/ids";
import type { RuleValue } from "@baygate/shared/rules";

// The gate's side of lent places (SYNC.md, leases). The cloud raises `lent`; the journal holds the highest seen, because a
// replica that was thrown away must not take places back.

/** The counters with what the rules lend. What was lent to another journal of this gate does not count. */
export function withLent(held: Lease | undefined, rule: RuleValue<"lease"> | undefined, epoch: Epoch): Lease {
  const lease = held ?? NO_LEASE;
  return rule?.epoch === epoch && rule.lent > lease.lent ? { ...lease, lent: rule.lent } : lease;
}

/** How many of the places asked for can go back: those that no car has taken. */
export const returnable = (lease: Lease, asked: number): number => Math.max(0, Math.min(asked, leaseLeft(lease)));
