import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RequestMeter } from '../../../src/serve/telemetry/request-meter.ts';

/** One request of a server with a line of those who wait, in whole milliseconds. */
interface Visit {
  readonly arrivesMs: number;
  readonly startsMs: number;
  readonly endsMs: number;
}

type Call = readonly [atMs: number, call: (meter: RequestMeter, now: number) => void];

/** First come first served through so many slots. */
function visitsThrough(slots: number, requests: readonly (readonly [gap: number, hold: number])[]): Visit[] {
  const freeAt = Array.from({ length: slots }, () => 0);
  let arrivesMs = 0;
  return requests.map(([gap, hold]) => {
    arrivesMs += gap;
    const slot = freeAt.indexOf(Math.min(...freeAt));
    const startsMs = Math.max(arrivesMs, freeAt[slot] ?? 0);
    freeAt[slot] = startsMs + hold;
    return { arrivesMs, startsMs, endsMs: startsMs + hold };
  });
}

function callsOf({ arrivesMs, startsMs, endsMs }: Visit): Call[] {
  const waits: Call[] =
    startsMs > arrivesMs
      ? [
          [arrivesMs, (meter, now) => meter.waits(now)],
          [startsMs, (meter, now) => meter.waitOver(now)],
        ]
      : [];
  return [
    [arrivesMs, (meter, now) => meter.arrived(now)],
    ...waits,
    [startsMs, (meter, now) => meter.slotTaken(now)],
    [endsMs, (meter, now) => meter.slotLeft(now)],
    [endsMs, (meter, now) => meter.answered(now, startsMs - arrivesMs, endsMs - startsMs)],
  ];
}

/** How many milliseconds of [0, until) each counts in, summed over all. */
function byBruteForce(spans: readonly (readonly [from: number, to: number])[], until: number): number {
  let sum = 0;
  for (let ms = 0; ms < until; ms++) sum += spans.filter(([from, to]) => from <= ms && ms < to).length;
  return sum;
}

const history = fc.record({
  slots: fc.integer({ min: 1, max: 4 }),
  requests: fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 25 })), {
    maxLength: 40,
  }),
  until: fc.integer({ min: 0, max: 400 }),
  // A process that has run for up to 100 days.
  startMs: fc.integer({ min: 0, max: 8_640_000_000 }),
});

test('integrals are those that counting every millisecond gives, whenever it is asked', () => {
  fc.assert(
    fc.property(history, ({ slots, requests, until, startMs }) => {
      const visits = visitsThrough(slots, requests);
      const meter = new RequestMeter();
      const calls = visits.flatMap(callsOf).filter(([at]) => at <= until);
      for (const [at, call] of calls.toSorted(([left], [right]) => left - right)) {
        call(meter, startMs + at);
        for (const count of [meter.inFlight, meter.queued, meter.busySlots]) assert.ok(count >= 0);
        assert.ok(meter.queued + meter.busySlots <= meter.inFlight);
        assert.ok(meter.busySlots <= slots);
      }
      const now = startMs + until;
      const spans = (from: keyof Visit, to: keyof Visit) =>
        byBruteForce(
          visits.map((visit) => [visit[from], visit[to]] as const),
          until,
        );
      const close = (measured: number, expected: number) =>
        assert.ok(Math.abs(measured - expected) < 0.01, `${measured}, not ${expected}`);
      close(meter.busySlotMs(now), spans('startsMs', 'endsMs'));
      close(meter.queuedMs(now), spans('arrivesMs', 'startsMs'));
      close(meter.inFlightMs(now), spans('arrivesMs', 'endsMs'));
      assert.equal(meter.requests, visits.filter(({ endsMs }) => endsMs <= until).length);
    }),
  );
});

test('a new beginning forgets what was and keeps what is in flight', () => {
  const meter = new RequestMeter();
  meter.arrived(10);
  meter.slotTaken(10);
  meter.arrived(20);
  meter.waits(20);
  meter.restart(100);
  assert.deepEqual([meter.busySlotMs(100), meter.queuedMs(100), meter.inFlightMs(100)], [0, 0, 0]);
  assert.deepEqual([meter.busySlots, meter.queued, meter.inFlight], [1, 1, 2]);
  meter.slotLeft(150);
  meter.answered(150, 0, 140);
  assert.deepEqual([meter.busySlotMs(200), meter.queuedMs(200), meter.inFlightMs(200)], [50, 100, 150]);
  assert.equal(meter.requests, 1);
});
