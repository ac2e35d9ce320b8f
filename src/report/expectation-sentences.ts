import type { Expectation } from '../queueing/prediction/expectation.ts';
import { countedNoun, countText, rateText, timeText } from './figure-text.ts';
import type { RowFigures } from './run-table.ts';
import { isWithinThreshold } from '../diagnosis/threshold.ts';

/** What limits a condition, in plain words with the reckoning behind it. */
export function expectationSentence(expected: Expectation, figures: RowFigures | null): string {
  const sentences = [
    expected.loop === 'closed' ? closedSentence(expected) : openSentence(expected),
    modelSentence(expected, figures),
    tardySentence(expected, figures),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function closedSentence(expected: Expectation): string {
  const { connections, loadPerSecond, serviceTimeMs, mostPerSecond, atOnce, limitedBy } = expected;
  const asked = `${countedNoun(connections, 'connection')} ÷ ${cycleText(expected)} is ${rateText(loadPerSecond)}`;
  if (limitedBy === 'load') return `the load is all there is: ${asked}, and ${roomText(expected)}.`;
  const held = Math.min(connections, atOnce ?? connections);
  const waiting = connections - held;
  return (
    `${serversText(expected)}, so that ${countText(held)} of ${countedNoun(connections, 'request')} can be served at once ` +
    `and ${countText(waiting)} have to wait: ${countText(held)} ÷ ${timeText(serviceTimeMs)} is ${rateText(mostPerSecond)} at most, ` +
    `where the load would be ${rateText(loadPerSecond)}.`
  );
}

function openSentence(expected: Expectation): string {
  const { arrivalsPerSecond, mostPerSecond, atOnce, limitedBy, serviceTimeMs } = expected;
  const arrivals = `${rateText(arrivalsPerSecond ?? 0)} arrive`;
  if (limitedBy !== 'load')
    return `${serversText(expected)}: ${countText(atOnce ?? 0)} ÷ ${timeText(serviceTimeMs)} is ${rateText(mostPerSecond)} at most, and ${arrivals}: the queue grows as long as the load goes on.`;
  if (atOnce === null) return `what arrives is all there is: ${arrivals}, and nothing has to wait.`;
  const share = (((arrivalsPerSecond ?? 0) * serviceTimeMs) / 1e3 / atOnce) * 100;
  return `what arrives is all there is: ${arrivals}, and ${serversText(expected)}, of which ${share.toFixed(0)} % are busy.`;
}

function cycleText({ serviceTimeMs, thinkTimeMs }: Expectation): string {
  return thinkTimeMs === 0
    ? timeText(serviceTimeMs)
    : `(${timeText(serviceTimeMs)} + ${timeText(thinkTimeMs)} of thinking)`;
}

/** What the handlers have. */
function serversText({ place, workers, slots, atOnce, connections, loop }: Expectation): string {
  const has = countedNoun(workers, 'worker');
  switch (place) {
    case 'timer':
      return `${has} whose handlers take no slot`;
    case 'slot':
      return (
        `${has} ${workers === 1 ? 'has' : 'have'} ${countedNoun(slots, 'slot')} for what blocks` +
        (loop === 'closed' && (atOnce ?? 0) < Math.min(slots, connections)
          ? `, of which the connections as they are spread reach ${countText(atOnce ?? 0)}`
          : '')
      );
    case 'eventLoop':
      return `each request blocks the event loop of its worker, and there ${workers === 1 ? 'is 1' : `are ${countText(workers)}`}`;
  }
}

/** What there is for the load where the load is the limit. */
function roomText(expected: Expectation): string {
  if (expected.place === 'timer') return 'the handler takes no slot';
  if (!hasQueue(expected)) return 'there is a slot for each of them';
  return `${serversText(expected)}, which is enough for that on average`;
}

/** Whether a request may have to wait for another, if only by chance. */
const hasQueue = ({ atOnce, connections }: Expectation): boolean => atOnce !== null && atOnce < connections;

/** The closed model's own figures, where it has a queue and the simulation says something else. */
function modelSentence(expected: Expectation, figures: RowFigures | null): string {
  const { steadyPerSecond, thinkTimeMs, loop } = expected;
  const steady = figures?.steadyPerSecond ?? null;
  if (steadyPerSecond === null || steady === null) return '';
  const isPlain = loop === 'closed' && (thinkTimeMs === 0 || !hasQueue(expected));
  if (isPlain || loop === 'open')
    return isWithinThreshold(steady, steadyPerSecond) ? '' : differenceText(expected, steady);
  return `With exponential times (M/M/c//N) it would be ${rateText(steadyPerSecond)}.`;
}

function differenceText({ steadyPerSecond }: Expectation, simulated: number): string {
  return `The formula says ${rateText(steadyPerSecond ?? 0)} where the simulation says ${rateText(simulated)}: the window has no steady state, or chance spreads the connections unevenly.`;
}

function tardySentence({ limitedBy }: Expectation, figures: RowFigures | null): string {
  const { completedLate, timedOut } = figures ?? { completedLate: 0, timedOut: 0 };
  const waits = limitedBy === 'load' ? '' : ' in the queue';
  if (timedOut > 0)
    return `${countText(timedOut)} reach their time-out${waits}; the server goes on working for them, and for nobody.`;
  return (completedLate ?? 0) > 0
    ? `${countText(completedLate ?? 0)} are late: they wait longer than the time-out${waits}.`
    : '';
}
