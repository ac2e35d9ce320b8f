// Entry of a process: keeps --kilobytes of each request for good.
import { setTimeout as delay } from 'node:timers/promises';
import { answer, serve } from './listening.ts';
import { numberOption } from './options.ts';

const [hold, bytes] = [numberOption('hold'), numberOption('kilobytes') * 1_024];
const kept: Buffer[] = [];

serve((_, response) => {
  // Filled, for memory that was never written to is not resident.
  kept.push(Buffer.alloc(bytes, 1));
  void delay(hold).then(() => answer(response));
});
