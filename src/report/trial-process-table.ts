import type { Observation, ObservedProcess } from '../samples/observation.ts';
import { median } from '../samples/median.ts';
import { plainColumn, UNKNOWN, type FigureTable } from './figure-table.ts';
import { bytesText, countText, figureText, percentText } from './figure-text.ts';
import type { Detail } from './measured-how.ts';

/** Processes beyond these are left out: the workers come first. */
const MOST_ROWS = 32;
/** Of a command line; the rest is its arguments. */
const LONGEST = 40;

/**
 * The processes of a server as they were seen from outside.
 * @returns undefined where none was
 */
export function trialProcessTable({ processes }: Observation): FigureTable | undefined {
  if (processes.length === 0) return undefined;
  const rows = processes.slice(0, MOST_ROWS);
  const cells = (text: (process: ObservedProcess) => string): string[] => rows.map(text);
  return {
    title: `The processes of the server, in the median and mean of the readings${processes.length > rows.length ? `, the first ${rows.length} of ${processes.length}` : ''}`,
    keys: [
      plainColumn(
        'pid',
        cells(({ pid }) => String(pid)),
      ),
      plainColumn(
        'process',
        cells(({ command, isWorker }) => `${isWorker ? 'worker: ' : ''}${shortCommand(command)}`),
        { align: 'left' },
      ),
    ],
    columns: [
      plainColumn('processors', cells(processorsText)),
      plainColumn(
        'most memory',
        cells(({ memoryBytesMax }) => bytesText(memoryBytesMax)),
      ),
      plainColumn(
        'most threads',
        cells(({ threadsMax }) => (threadsMax === null ? UNKNOWN : countText(threadsMax))),
      ),
      plainColumn(
        'connections',
        cells(({ connections }) => (connections === null ? UNKNOWN : figureText(connections.mean))),
      ),
      ...(rows.some(({ endedWithin }) => endedWithin)
        ? [
            plainColumn(
              'ended within',
              cells(({ endedWithin }) => (endedWithin ? 'yes' : 'no')),
            ),
          ]
        : []),
    ],
  };
}

/** Without the folders that its words are in. */
function shortCommand(command: string): string {
  const bare = command.replaceAll(/(?<=^| )\/[^ ]*\/(?=[^ /])/g, '');
  return bare.length > LONGEST ? `${bare.slice(0, LONGEST - 1)}…` : bare;
}

function processorsText({ series }: ObservedProcess): string {
  const share = median(series.cpuShare);
  return share === null ? UNKNOWN : figureText(share);
}

const share = (part: number): string => percentText(part * 100);

/** How the machine was shared meanwhile, and what could not be seen. */
export function observationDetails({ machine, listening, notSeen }: Observation): Detail[] {
  return [
    ...(machine === null
      ? []
      : [
          [
            'Processors',
            `${share(machine.busyShare)} busy: the server ${share(machine.serverShare)}, the load generator ${share(machine.generatorShare)}, others ${share(machine.othersShare)}${machine.stolenShare > 0 ? `, taken by the hypervisor ${share(machine.stolenShare)}` : ''}`,
          ] as const,
        ]),
    ...(listening?.acceptQueueMax == null
      ? []
      : [
          [
            'Accept queue',
            `${countText(listening.acceptQueueMax)} at most${listening.overflows === null ? '' : `, ${countText(listening.overflows)} dropped on the whole machine`}`,
          ] as const,
        ]),
    ...(notSeen.length === 0 ? [] : [['Not seen', notSeen.join('; ')] as const]),
  ];
}
