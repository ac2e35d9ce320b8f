import { UserError, type UserErrorDetail } from '../../errors.ts';
import { formatBindAddress, type BindAddress } from '../bind-address.ts';

/** What a user is told when the system will not let them listen there. */
export function listenError(error: NodeJS.ErrnoException, bind: BindAddress): UserError {
  const known = 'path' in bind ? UNIX_ERRORS : TCP_ERRORS;
  const detail = known[error.code ?? ''] ?? { what: `cannot listen: ${error.message}` };
  return new UserError({ ...detail, where: `--bind ${formatBindAddress(bind)}`, cause: error });
}

type Details = Readonly<Record<string, UserErrorDetail>>;

const NO_SUCH_ADDRESS = {
  what: 'this machine has no such address',
  remedy: 'Use 127.0.0.1 for this machine alone or 0.0.0.0 for all its addresses.',
};
const TCP_ERRORS: Details = {
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

const TOO_LONG = { what: 'the path is too long for a socket', remedy: 'Linux takes 107 bytes at most.' };
const NO_RIGHTS = {
  what: 'this user may not make a socket there',
  remedy: 'Give a path in a directory of your own.',
};
const UNIX_ERRORS: Details = {
  EADDRINUSE: {
    what: 'another server answers on this socket',
    remedy: 'Stop the process that has it, or give another path.',
  },
  EEXIST: {
    what: 'there is a file that is no socket',
    remedy: 'Give another path, or remove the file if nobody needs it.',
  },
  ENOENT: { what: 'there is no such directory', remedy: 'Make it, or give another path.' },
  EACCES: NO_RIGHTS,
  EPERM: NO_RIGHTS,
  EROFS: NO_RIGHTS,
  EINVAL: TOO_LONG,
  ENAMETOOLONG: TOO_LONG,
};
