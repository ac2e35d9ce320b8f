// Entry of a process: answers with --chunks chunks of one byte, which cost whoever reads them far more than the server.
import { createServer } from 'node:net';
import { numberOption } from './options.ts';

const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
const response = Buffer.from(`${head}${'1\r\nx\r\n'.repeat(numberOption('chunks'))}0\r\n\r\n`);

createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', () => socket.write(response));
}).listen(numberOption('port'), '127.0.0.1');
