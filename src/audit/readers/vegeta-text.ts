import { exact, type StatedFigure } from '../stated-figure.ts';
import {
  NOTHING_STATED,
  type StatedLatency,
  type StatedQuotient,
  type StatedResult,
} from '../stated-result.ts';
import { goDuration } from './go-duration.ts';
import { DECIMAL, printedNumber } from './printed-number.ts';
import { cutShort, type TextReader } from './reader.ts';
import { textBlocks } from './text-blocks.ts';
import { attack, dividedBy, successCount } from './vegeta-attack.ts';

/** `vegeta report`, as text (vegeta 8 to 12, lib/reporters.go); the names in brackets say what a line holds. */
export const vegetaText: TextReader = {
  tool: 'vegeta',
  recognises: (text) => HEAD.test(text),
  read: (text, where) => textBlocks(text, HEAD).map((block) => readBlock(block, where)),
};

const HEAD = /Requests[ \t]{1,20}\[total, rate/;
const LINE =
  /^[ \t]*(Requests|Duration|Latencies|Bytes In|Success)[ \t]+\[([^\]\n]{1,80})\][ \t]+(\S.{0,300})$/gm;
const STATUS_LINE = /^[ \t]*Status Codes[ \t]+\[code:count\][ \t]+(\S.{0,2000})$/m;

function readBlock(block: string, where: string): StatedResult {
  const fields = fieldsOf(block);
  const number = (name: string): StatedFigure | undefined => printed(fields.get(name));
  const time = (name: string): StatedFigure | undefined => goDuration(fields.get(name));
  const requests = number('Requests.total')?.value;
  const [rate, sending] = [number('Requests.rate'), time('Duration.attack')];
  if (requests === undefined || rate === undefined)
    throw cutShort('vegeta', 'its requests and their rate', where);
  const durationMs = time('Duration.total') ?? null;
  const statuses = statusesOf(block);
  const bytes = number('Bytes In.total');
  const quotients: StatedQuotient[] = [];
  const throughput = number('Requests.throughput');
  const [mean, success] = [
    number('Bytes In.mean'),
    printed(fields.get('Success.ratio')?.replace('%', ''), 0.01),
  ];
  if (sending !== undefined) quotients.push(...dividedBy('throughput', exact(requests), sending, rate));
  if (statuses !== undefined && success !== undefined)
    quotients.push(...dividedBy('successShare', exact(successCount(statuses)), exact(requests), success));
  if (statuses !== undefined && throughput !== undefined && durationMs !== null)
    quotients.push(...dividedBy('goodput', exact(successCount(statuses)), durationMs, throughput));
  if (bytes !== undefined && mean !== undefined)
    quotients.push(...dividedBy('bytesPerResponse', exact(bytes.value), exact(requests), mean));
  return {
    ...(statuses === undefined ? unknownStatuses() : attack(requests, statuses)),
    durationMs,
    latency: requests === 0 ? null : latencyOfText(fields, requests),
    ratePerSecond: rate,
    bytes: bytes ?? null,
    quotients,
  };
}

const unknownStatuses = (): StatedResult => ({ ...NOTHING_STATED, tool: 'vegeta', loop: 'open' });

/** `Latencies [mean, max] 1ms, 2ms` as `Latencies.mean` → `1ms`, `Latencies.max` → `2ms`. */
function fieldsOf(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [, line = '', names = '', values = ''] of block.matchAll(LINE)) {
    const list = values.trim().split(/,\s*/);
    for (const [index, name] of names.split(/,\s*/).entries())
      fields.set(`${line}.${name}`, list[index] ?? '');
  }
  return fields;
}

function printed(text: string | undefined, scale = 1): StatedFigure | undefined {
  return text !== undefined && new RegExp(`^${DECIMAL}$`).test(text) ? printedNumber(text, scale) : undefined;
}

function statusesOf(block: string): ReadonlyMap<string, number> | undefined {
  const list = STATUS_LINE.exec(block)?.[1];
  if (list === undefined) return undefined;
  const counts = [...list.matchAll(/(\d{1,3}):(\d{1,15})/g)];
  return new Map(counts.map(([, code = '', count]) => [code, Number(count)]));
}

function latencyOfText(fields: ReadonlyMap<string, string>, count: number): StatedLatency {
  const time = (name: string): StatedFigure | null => goDuration(fields.get(`Latencies.${name}`)) ?? null;
  return {
    count,
    meanMs: time('mean'),
    stdevMs: null,
    minMs: time('min'),
    maxMs: time('max'),
    quantiles: ['50', '90', '95', '99'].flatMap((percent) => {
      const ms = time(percent);
      return ms === null ? [] : [{ share: Number(percent) / 100, ms }];
    }),
    quantilesAreEstimates: true,
    mayHaveAddedSamples: false,
  };
}
