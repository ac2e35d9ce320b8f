import type { StoredRun } from '../samples/run-record.ts';
import type { TrialRecord } from '../samples/trial-record.ts';

/** A clause for each thing that differs between two runs besides the server, so that a verdict may be of that. */
export function runDifferences(a: StoredRun, b: StoredRun): string[] {
  return FEATURES.flatMap(({ name, of }) => {
    const [one, other] = [of(a), of(b)];
    return one === '' || other === '' || one === other ? [] : [`${name}: ${one} in a, ${other} in b`];
  });
}

/** What has to be alike; the empty text is what nobody says. */
const FEATURES: readonly { name: string; of: (stored: StoredRun) => string }[] = [
  { name: 'time scale', of: ({ run }) => String(run.timeScale) },
  { name: 'load generator', of: ofTrials(({ generator }) => `${generator.name} ${generator.version ?? ''}`) },
  { name: 'transport', of: ofTrials(({ load }) => load.transport ?? '') },
  { name: 'method', of: ofLoad('method') },
  { name: 'loop', of: ofTrials(({ load }) => load.loop) },
  { name: 'generator threads', of: ofLoad('generatorThreads') },
  { name: 'connections', of: ofLoad('connections') },
  { name: 'duration in ms', of: ofLoad('durationMs') },
  { name: 'number of requests', of: ofLoad('requests') },
  { name: 'time-out in ms', of: ofLoad('timeoutMs') },
  { name: 'time-out policy', of: ofLoad('timeoutPolicy') },
  { name: 'think time in ms', of: ofLoad('thinkTimeMs') },
  { name: 'warm-up in ms', of: ofLoad('warmupMs') },
  { name: 'rate of arrivals', of: ofTrials(({ load }) => String(load.arrivals?.perSecond ?? '')) },
  { name: 'processor', of: ofTrials(({ environment }) => environment.cpuModel) },
  { name: 'number of processors', of: ofTrials(({ environment }) => String(environment.cpuCount)) },
  {
    name: 'platform',
    of: ofTrials(({ environment: { platform, architecture } }) => `${platform} ${architecture}`),
  },
];

type LoadSetting =
  | 'method'
  | 'generatorThreads'
  | 'connections'
  | 'durationMs'
  | 'requests'
  | 'timeoutMs'
  | 'timeoutPolicy'
  | 'thinkTimeMs'
  | 'warmupMs';

function ofLoad(setting: LoadSetting): (stored: StoredRun) => string {
  return ofTrials(({ load }) => String(load[setting] ?? ''));
}

/** What the trials say, each once: a setting may be a factor. */
function ofTrials(text: (trial: TrialRecord) => string): (stored: StoredRun) => string {
  return ({ trials }) => [...new Set(trials.map((trial) => text(trial).trim()))].toSorted().join(' and ');
}
