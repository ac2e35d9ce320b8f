// Entry of a process: in the first --cold ms after its first request everything takes --times as long.
import { setTimeout as delay } from 'node:timers/promises';
import { answer, serve } from './listening.ts';
import { numberOption } from './options.ts';

const [hold, cold, times] = [numberOption('hold'), numberOption('cold'), numberOption('times')];
let warmFrom: number | undefined;

serve((request, response) => {
  // Whoever asks whether the server is up does not warm it.
  if (request.url === '/ready') return answer(response);
  warmFrom ??= performance.now() + cold;
  const isCold = performance.now() < warmFrom;
  void delay(isCold ? hold * times : hold).then(() => answer(response));
});
