/** What wrk writes just before each of its threads begins. */
export const BEGINS = 'loadstone: a thread begins';
/** What stands before the JSON of its report. */
export const REPORT = 'loadstone: report ';
/** The quantiles of its latencies, in percent, under their names in a record. */
export const QUANTILES = { p50: 50, p75: 75, p90: 90, p95: 95, p99: 99, p999: 99.9 } as const;

/**
 * Prints what wrk knows. It has no hook for requests or responses, which would slow the load: `setup` is called for
 * each thread just before it starts, and `done` when all have ended.
 */
export const WRK_SCRIPT = `
function setup()
  io.write('${BEGINS}\\n')
  io.flush()
end

local function figure(x)
  if x ~= x or x == math.huge or x == -math.huge then return 'null' end
  return string.format('%.17g', x)
end

local function object(fields)
  local parts = {}
  for name, value in pairs(fields) do
    parts[#parts + 1] = string.format('"%s":%s', name, type(value) == 'table' and object(value) or figure(value))
  end
  return '{' .. table.concat(parts, ',') .. '}'
end

function done(summary, latency, requests)
  local quantiles = {}
  for _, percent in ipairs({ ${Object.values(QUANTILES).join(', ')} }) do
    quantiles[tostring(percent)] = latency:percentile(percent)
  end
  io.write('${REPORT}', object({
    duration = summary.duration, requests = summary.requests, bytes = summary.bytes, errors = summary.errors,
    latency = { min = latency.min, max = latency.max, mean = latency.mean, stdev = latency.stdev },
    quantiles = quantiles,
    rate = { max = requests.max, mean = requests.mean, stdev = requests.stdev },
  }), '\\n')
end
`;
