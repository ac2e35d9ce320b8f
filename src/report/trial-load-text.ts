import type { TrialRecord } from '../samples/trial-record.ts';
import { countedNoun, countText, rateText, timeText } from './figure-text.ts';

/** What load a trial was: how long, how many, how they were paced, and when they were given up. */
export function loadSentence(trial: TrialRecord): string {
  const { load, windowMs } = trial;
  const { durationMs } = load;
  const sentence = [
    `${extentText(trial)} on ${countedNoun(load.generatorThreads, 'generator thread')}`,
    loopText(load),
    `${load.timeoutPolicy === 'wait' ? 'late' : 'given up'} after ${timeText(load.timeoutMs)}`,
    ...leadTexts(load),
  ].join(', ');
  // A window that was cut short by less than a thousandth was not cut short by anyone.
  const wasCut = durationMs !== null && load.requests === null && windowMs < durationMs * 0.999;
  if (!wasCut) return sentence;
  return `${sentence}; stopped ${windowMs === 0 ? 'before the window' : `after ${timeText(windowMs)}`}`;
}

/** `10s of 100 connections`, or `5,000 requests (2.1s) of 100 connections`. */
function extentText({ load, windowMs }: TrialRecord): string {
  const extent =
    load.requests === null
      ? timeText(load.durationMs ?? windowMs)
      : `${countedNoun(load.requests, 'request')} (${timeText(windowMs)})`;
  return `${extent} of ${countedNoun(load.connections, 'connection')}`;
}

function loopText({ arrivals, thinkTimeMs }: TrialRecord['load']): string {
  if (arrivals === null)
    return thinkTimeMs === 0 ? 'closed loop' : `closed loop with ${timeText(thinkTimeMs)} of think time`;
  const { perSecond, process, connectionsMax } = arrivals;
  return `open loop of ${rateText(perSecond)} (${process}) with ${countText(connectionsMax)} connections at most`;
}

function leadTexts({ rampMs, warmupMs }: TrialRecord['load']): string[] {
  return [
    ...(rampMs > 0 ? [`${timeText(rampMs)} of ramp before`] : []),
    ...(warmupMs > 0 ? [`${timeText(warmupMs)} of warm-up before`] : []),
  ];
}
