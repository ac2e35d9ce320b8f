// Entry of a process: computes for --burn ms of processor time for each request.
import { answer, serve } from './listening.ts';
import { numberOption } from './options.ts';

const burn = numberOption('burn') * 1_000;

serve((_, response) => {
  const start = process.threadCpuUsage().user;
  while (process.threadCpuUsage().user - start < burn);
  answer(response);
});
