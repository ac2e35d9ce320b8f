// Entry of a process: answers every so manieth request (--of-ten in ten) with an error.
import { setTimeout as delay } from 'node:timers/promises';
import { answer, serve } from './listening.ts';
import { numberOption } from './options.ts';

const [hold, ofTen] = [numberOption('hold'), numberOption('of-ten')];
let requests = 0;

serve((_, response) => {
  requests += 1;
  const status = requests % 10 < ofTen ? 503 : 200;
  void delay(hold).then(() => answer(response, status));
});
