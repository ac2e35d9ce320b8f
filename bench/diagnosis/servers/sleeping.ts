// Entry of a process: answers each request after --hold ms, and holds as many at once as come.
import { setTimeout as delay } from 'node:timers/promises';
import { answer, serve } from './listening.ts';
import { numberOption } from './options.ts';

const hold = numberOption('hold');

serve((_, response) => {
  void delay(hold).then(() => answer(response));
});
