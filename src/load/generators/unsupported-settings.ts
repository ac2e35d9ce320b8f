import type { LoadSettings, SettingsProblem } from '../../plan/load-settings.ts';
import type { OutsideName } from './outside-generator.ts';

/** What no generator but Loadstone's own can do of a load; undefined where there is nothing of the kind. */
export function beyondOthers(name: OutsideName, settings: LoadSettings): SettingsProblem | undefined {
  const { arrivalsPerSecond, requests, connections, generatorThreads } = settings;
  if (arrivalsPerSecond !== undefined)
    return { what: `${name} has no open loop`, remedy: 'Leave out the rate of arrivals' };
  if (settings.thinkTime !== undefined)
    return { what: `${name} has no think time`, remedy: 'Leave out the think time' };
  if (settings.expectedInterval !== undefined)
    return {
      what: `${name} keeps no response times that an expected interval could correct`,
      remedy: 'Leave out the expected interval',
    };
  if (settings.ramp !== undefined) return { what: `${name} has no ramp`, remedy: 'Leave out the ramp' };
  if (settings.warmup !== undefined)
    return { what: `${name} has no warm-up`, remedy: 'Leave out the warm-up' };
  if (requests !== undefined)
    return {
      what: `${name} does not end its window with a number of requests`,
      remedy: 'Give a duration instead',
    };
  // Both give each thread the whole number of connections that is not too many, and leave out the rest.
  if (connections % generatorThreads !== 0)
    return {
      what: `${name} would not open all of ${connections} connections on ${generatorThreads} threads`,
      remedy: 'Give a number of connections that the generator threads divide evenly',
    };
  return undefined;
}
