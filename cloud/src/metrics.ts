import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What Prometheus reads from /metrics. */
export type Metrics = ReturnType<typeof openMetrics>;

/** Makes the cloud's own registry, so that several clouds in one process do not share their counts. */
export function openMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    factsApplied: new Counter({
      name: "baygate_facts_applied_total",
      help: "Facts applied, each once.",
      registers,
    }),
    factsQuarantined: new Counter({
      name: "baygate_facts_quarantined_total",
      help: "Facts set aside because they could not be understood.",
      registers,
    }),
    messagesRefused: new Counter({
      name: "baygate_messages_refused_total",
      help: "Messages from gates that were not taken in, by why.",
      labelNames: ["why"] as const,
      registers,
    }),
    batchSeconds: new Histogram({
      name: "baygate_batch_seconds",
      help: "From a batch's receipt to its acknowledgement, waiting included.",
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    batchesFailed: new Counter({
      name: "baygate_batches_failed_total",
      help: "Batches that could not be committed and were not acknowledged; the gate sends them again.",
      registers,
    }),
    messagesWaiting: new Gauge({
      name: "baygate_messages_waiting",
      help: "Messages from gates received and not yet finished.",
      registers,
    }),
    gatesOnline: new Gauge({
      name: "baygate_gates_online",
      help: "Gates whose last status says online.",
      registers,
    }),
    receiptsWritten: new Counter({
      name: "baygate_receipts_written_total",
      help: "Receipts and credit notes written.",
      registers,
    }),
    daysClosed: new Counter({
      name: "baygate_days_closed_total",
      help: "Estates' days whose books were proved and closed.",
      registers,
    }),
    booksUnproved: new Gauge({
      name: "baygate_books_unproved",
      help: "1 for an estate whose books of a day that is over do not balance. Alarm on this.",
      labelNames: ["estate"] as const,
      registers,
    }),
    noticesSettled: new Counter({
      name: "baygate_notices_settled_total",
      help: "Tries to tell drivers something, by how the delivery stood after it; expired ones were given up.",
      labelNames: ["state"] as const,
      registers,
    }),
    noticesQueued: new Gauge({
      name: "baygate_notices_queued",
      help: "Notices on their way to drivers.",
      registers,
    }),
    rulesPublished: new Counter({
      name: "baygate_rules_published_total",
      help: "Rules messages sent to gates, by kind.",
      labelNames: ["kind"] as const,
      registers,
    }),
  };
}
