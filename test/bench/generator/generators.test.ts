import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  AUTOCANNON_GENERATOR,
  HEY,
  LOADSTONE_NODE,
  WRK_WITH_P999,
} from '../../../bench/generator/generators.ts';

const WRK_TEXT = `Running 2s test @ http://127.0.0.1:18185/
  1 threads and 100 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   179.70ms  292.05ms   1.01s    81.91%
    Req/Sec     9.10k     3.02k   10.42k    90.91%
  Latency Distribution
     50%   11.12ms
     75%  268.02ms
     90%  723.95ms
     99%    1.98s 
  10024 requests in 2.00s, 391.56KB read
Requests/sec:   4999.54
Transfer/sec:    195.29KB
p99.9 1009917 us
`;
const HEY_TEXT = `
Summary:
  Total:	1.0003 secs
  Requests/sec:	60738.3350

Latency distribution:
  50% in 0.0001 secs
  99% in 0.0035 secs

Status code distribution:
  [200]	60758 responses
`;

describe('what a generator prints', () => {
  it('is read from wrk, whose seconds are padded with a space', () => {
    assert.deepEqual(WRK_WITH_P999.read(WRK_TEXT), {
      requests: 10_024,
      requestsPerSecond: 4_999.54,
      p50: 11_120,
      p99: 1_980_000,
      p999: 1_009_917,
    });
  });

  it('is no reading when wrk had errors', () => {
    const text = WRK_TEXT.replace(
      'Requests/sec',
      '  Socket errors: connect 0, read 3, write 0, timeout 0\nRequests/sec',
    );
    assert.throws(() => WRK_WITH_P999.read(text), /read 3/);
  });

  it('is read from hey', () => {
    assert.deepEqual(HEY.read(HEY_TEXT), {
      requests: 60_758,
      requestsPerSecond: 60_738.335,
      p50: 100,
      p99: 3_500,
      p999: NaN,
    });
  });

  it('is no reading when hey had errors', () => {
    assert.throws(() => HEY.read(`${HEY_TEXT}\nError distribution:\n  [7]\tGet "x": refused\n`), /refused/);
  });

  it('is no reading when dist/ was built from other sources, and says so', () => {
    assert.throws(() => LOADSTONE_NODE.read('{"schema":"loadstone.trial/1"}'), /npm run build/);
  });

  it('is read from autocannon, and no reading when it had errors', () => {
    const result = {
      duration: 1.01,
      errors: 0,
      timeouts: 0,
      non2xx: 0,
      requests: { total: 202 },
      latency: { p50: 10, p99: 12, p99_9: 13 },
    };
    assert.deepEqual(AUTOCANNON_GENERATOR.read(JSON.stringify(result)), {
      requests: 202,
      requestsPerSecond: 200,
      p50: 10_000,
      p99: 12_000,
      p999: 13_000,
    });
    assert.throws(() => AUTOCANNON_GENERATOR.read(JSON.stringify({ ...result, timeouts: 2 })), /2 time-outs/);
  });
});
