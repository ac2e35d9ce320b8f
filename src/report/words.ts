import type { Detail } from './measured-how.ts';

/** What a reader who meets Loadstone in a report may not know; docs/glossary.md has these and all others. */
export const WORDS: readonly Detail[] = [
  [
    'Condition',
    'One configuration that was measured: one level of each factor, such as workers 4 and /sync.',
  ],
  [
    'Trial',
    'One measurement of one condition, on a fresh server. Replicates are trials of the same condition.',
  ],
  ['Block', 'One pass over all conditions in a random order, so that what drifts with time meets all alike.'],
  ['Slot', 'Room for one request at a time. With all slots taken the next request waits.'],
  ['Hold', 'How long an endpoint takes to answer where nothing waits.'],
  ['In flight', 'Sent and not answered yet.'],
  [
    'Observed',
    'Requests answered in the window, by its length. A batch that the window cuts off is missing.',
  ],
  ['Steady', 'What the load settles at, wherever the window ends: the rate to compare conditions by.'],
  ['Late', 'Answered at or after the time-out.'],
  ['p50, p99', 'Half of the requests, 99 of 100, take no longer.'],
  ['Ceiling', 'What stops the throughput first.'],
  [
    'Confidence',
    'High: one proof (the limit itself was counted) or two independent signs, and nothing against it. Medium: one sign, or as for high with one sign against. Low: less.',
  ],
  [
    'Time scale',
    'What all times of the plan are multiplied by; 0.1 is a tenth of its length, at ten times the rates.',
  ],
  [
    'Invalid',
    'Something spoilt the trial, such as a busy machine; the notes say what. It counts for nothing.',
  ],
];
