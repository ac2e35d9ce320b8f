import { milliseconds, millisecondsToSeconds, type Milliseconds } from '../units.ts';

// The operational laws hold for what was measured over any window, whatever the distributions, as long as the flow is
// balanced: as many requests end as begin (Denning & Buzen, "The Operational Analysis of Queueing Network Models",
// Computing Surveys 10(3), 1978). Rates are per second.

/**
 * The utilisation law, U = X·S: the mean number of servers that are busy; of a single server, the share of the time.
 * @param perSecond what the resource completes
 * @param serviceTime its mean for one of these
 */
export const utilisation = (perSecond: number, serviceTime: Milliseconds): number =>
  perSecond * millisecondsToSeconds(serviceTime);

/** Little's law, N = X·R (Little 1961): how many are in the system on average. */
export const meanInSystem = (perSecond: number, residenceTime: Milliseconds): number =>
  perSecond * millisecondsToSeconds(residenceTime);

/** Little's law, R = N/X: how long each stays on average; Infinity where nothing leaves. */
export const meanResidenceTime = (inSystem: number, perSecond: number): Milliseconds =>
  milliseconds((inSystem / perSecond) * 1e3);

/** The interactive response time law, R = N/X − Z, of a closed loop of N clients that think for Z. */
export const interactiveResponseTime = (
  clients: number,
  perSecond: number,
  thinkTime: Milliseconds,
): Milliseconds => milliseconds((clients / perSecond) * 1e3 - thinkTime);

/** The same law the other way about, X = N/(R + Z): what a closed loop completes a second. */
export const interactiveThroughput = (
  clients: number,
  responseTime: Milliseconds,
  thinkTime: Milliseconds,
): number => clients / millisecondsToSeconds(milliseconds(responseTime + thinkTime));

/** The forced flow law, Xk = X·Vk: what a resource completes where each request visits it so often. */
export const forcedFlow = (perSecond: number, visits: number): number => perSecond * visits;

/** The service demand, Dk = Vk·Sk: what a request takes of a resource over all its visits. */
export const serviceDemand = (visits: number, serviceTime: Milliseconds): Milliseconds =>
  milliseconds(visits * serviceTime);
