import type { Lease } from "@baygate/shared/envelope";
import type { Epoch, Sha256, ZoneId } from "@baygate/shared/ids";
import type { LocalStay } from "../core/local-stay.ts";
import type { SqliteFile } from "./sqlite.ts";

export type JournalStatements = ReturnType<typeof journalStatements>;

/** The journal's statements, written by hand: every tap waits for some of them (PERFORMANCE.md). */
export function journalStatements(file: SqliteFile) {
  return {
    write: file.prepare<[number, string, string, number, string, string]>(
      "insert into fact (seq, id, kind, wall_ms, hash, text) values (?, ?, ?, ?, ?, ?)",
    ),
    factsFrom: file.prepare<[number, number], { seq: number; text: string }>(
      "select seq, text from fact where seq >= ? order by seq limit ?",
    ),
    hashOf: file.prepare<[number], { hash: Sha256 }>("select hash from fact where seq = ?"),
    newestMark: file.prepare<[], { atMs: number; through: number }>(
      "select at_ms as atMs, through from ack_mark order by at_ms desc limit 1",
    ),
    mark: file.prepare<[number, number]>("insert or replace into ack_mark (at_ms, through) values (?, ?)"),
    clipMarks: file.prepare<[number, number]>("update ack_mark set through = ? where through > ?"),
    markedBefore: file.prepare<[number], { atMs: number; through: number }>(
      "select at_ms as atMs, through from ack_mark where at_ms < ? order by at_ms desc limit 1",
    ),
    forgetMarks: file.prepare<[number]>("delete from ack_mark where at_ms < ?"),
    moveCursor: file.prepare<[number]>("update history set acked = ?"),
    keepTap: file.prepare<[number, string, string]>("insert into tap (seq, software, text) values (?, ?, ?)"),
    pruneTaps: file.prepare("delete from tap where seq < (select min(seq) from fact)"),
    pruneFacts: file.prepare<[number]>("delete from fact where seq <= ?"),
    oldestFacts: file.prepare<[], { seq: number; wallMs: number; clock: string }>(
      "select seq, wall_ms as wallMs, text ->> '$.clock' as clock from fact order by seq limit 5000",
    ),

    carry: file.prepare<[Epoch, number, Sha256, string]>(
      "insert or ignore into carried (epoch, seq, hash, text) values (?, ?, ?, ?)",
    ),

    moveLease: file.prepare<[ZoneId, number, number, number]>(
      `insert into lease (zone, lent, used, returned, voided) values (?, 0, ?, ?, ?)
       on conflict (zone) do update set used = used + excluded.used, returned = returned + excluded.returned,
         voided = voided + excluded.voided`,
    ),
    raiseLent: file.prepare<[ZoneId, number]>(
      `insert into lease (zone, lent, used, returned, voided) values (?, ?, 0, 0, 0)
       on conflict (zone) do update set lent = max(lent, excluded.lent)`,
    ),
    lease: file.prepare<[ZoneId], Lease>("select lent, used, returned, voided from lease where zone = ?"),
    leases: file.prepare<[], Lease & { zone: ZoneId }>("select zone, lent, used, returned, voided from lease"),

    openPassage: file.prepare<[string, string]>("insert into passage (decision, content) values (?, ?)"),
    closePassage: file.prepare<[string]>("delete from passage where decision = ?"),
    passages: file.prepare<[], { content: string }>("select content from passage order by decision"),

    noteStay: file.prepare<[string, LocalStay["state"], string, ZoneId, number]>(
      `insert into local_stay (account, state, session, zone, seq) values (?, ?, ?, ?, ?)
       on conflict (account) do update set state = excluded.state, session = excluded.session, zone = excluded.zone,
         seq = excluded.seq`,
    ),
    forgetStay: file.prepare<[string]>("delete from local_stay where account = ?"),
    forgetStays: file.prepare<[number]>("delete from local_stay where seq <= ? and state <> 'arriving'"),
    stay: file.prepare<[string], LocalStay>("select state, session, zone, seq from local_stay where account = ?"),

    noteConfirmed: file.prepare<[number]>("insert or replace into confirmed_rules (id, at_ms) values (1, ?)"),
    forgetConfirmed: file.prepare("delete from confirmed_rules"),
    confirmed: file.prepare<[], { atMs: number }>("select at_ms as atMs from confirmed_rules"),
    countStale: file.prepare<[string]>(
      "insert into stale_arrival (account, arrivals) values (?, 1) on conflict (account) do update set arrivals = arrivals + 1",
    ),
    staleArrivals: file.prepare<[string], { arrivals: number }>("select arrivals from stale_arrival where account = ?"),
    anyStale: file.prepare("select 1 from stale_arrival limit 1"),
    forgetStale: file.prepare("delete from stale_arrival"),

    seePass: file.prepare<[string, string, number]>(
      `insert into seen_pass (ref, direction, until_ms) values (?, ?, ?)
       on conflict (ref, direction) do update set until_ms = max(until_ms, excluded.until_ms)`,
    ),
    passSeen: file.prepare<[string, string, number]>(
      "select 1 from seen_pass where ref = ? and direction = ? and until_ms >= ?",
    ),
    forgetPasses: file.prepare<[number]>("delete from seen_pass where until_ms < ?"),

    noteOrder: file.prepare<[string, number]>("insert or ignore into done_order (id, at_ms) values (?, ?)"),
    orderDone: file.prepare<[string]>("select 1 from done_order where id = ?"),
    forgetOrders: file.prepare<[number]>("delete from done_order where at_ms < ?"),
  };
}
