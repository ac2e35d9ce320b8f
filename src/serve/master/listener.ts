import { createServer, type Server, type Socket } from 'node:net';
import { UserError, type UserErrorDetail } from '../../errors.ts';
import { formatBindAddress, type TcpAddress } from '../bind-address.ts';

/** As many as the kernel allows (it caps this at net.core.somaxconn): thousands may connect in one burst. */
const BACKLOG = 16_384;

/** A listening socket in the master: it accepts connections and reads nothing from them. */
export interface Listener {
  readonly address: TcpAddress;
  close(): void;
}

/** Listens, or throws a UserError that says why it cannot. */
export function listen(bind: TcpAddress, accepted: (socket: Socket) => void): Promise<Listener> {
  // What a server that listens itself would do when it accepts: http.Server switches Nagle's algorithm off.
  const server = createServer({ pauseOnConnect: true, noDelay: true }, accepted);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, bind)));
    server.listen({ host: bind.host, port: bind.port, backlog: BACKLOG }, () =>
      resolve(listener(server, bind)),
    );
  });
}

function listener(server: Server, bind: TcpAddress): Listener {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return { address: { host: bind.host, port: address.port }, close: () => void server.close() };
}

/** What a user is told when the system will not let them listen there. */
export function listenError(error: NodeJS.ErrnoException, bind: TcpAddress): UserError {
  const detail = LISTEN_ERRORS[error.code ?? ''] ?? { what: `cannot listen: ${error.message}` };
  return new UserError({ ...detail, where: `--bind ${formatBindAddress(bind)}`, cause: error });
}

const NO_SUCH_ADDRESS = {
  what: 'this machine has no such address',
  remedy: 'Use 127.0.0.1 for this machine alone or 0.0.0.0 for all its addresses.',
};
const LISTEN_ERRORS: Readonly<Record<string, UserErrorDetail>> = {
  EADDRINUSE: {
    what: 'the port is in use',
    remedy: 'Stop the process that has it, or give another port; 0 takes any free one.',
  },
  EACCES: {
    what: 'this user may not use the port',
    remedy: 'Ports below 1024 need rights; give a higher one.',
  },
  EADDRNOTAVAIL: NO_SUCH_ADDRESS,
  ENOTFOUND: NO_SUCH_ADDRESS,
  EAI_AGAIN: NO_SUCH_ADDRESS,
  EAFNOSUPPORT: NO_SUCH_ADDRESS,
  EINVAL: NO_SUCH_ADDRESS,
};
