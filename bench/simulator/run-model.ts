// A process of its own, so that its memory is that of one model: node run-model.ts MODEL SEED. Prints one line of JSON.
import { simulate } from '../../src/queueing/simulator/simulate.ts';
import { MODELS, type ModelName } from './models.ts';

const [name = '', seed = '1'] = process.argv.slice(2);
const model = MODELS[name as ModelName];
// The code is compiled by what it does most: so once to warm up, as in any use of more than a moment.
simulate(model.warmUp, 0);
const usedBefore = process.cpuUsage();
const beganAt = performance.now();
const { events, ledger } = simulate(model.model, Number(seed));
const seconds = (performance.now() - beganAt) / 1e3;
const used = process.cpuUsage(usedBefore);
const cpuSeconds = (used.user + used.system) / 1e6;
const maxBytes = process.resourceUsage().maxRSS * 1_024;
process.stdout.write(
  `${JSON.stringify({ events, completed: ledger.completed, seconds, cpuSeconds, maxBytes })}\n`,
);
