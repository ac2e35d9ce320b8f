import { UserError } from '../../errors.ts';
import type { Balance } from '../../plan/server-settings.ts';
import { formatBindAddress, type BindAddress } from '../bind-address.ts';
import { checkCanBind, resolved } from './bound-socket.ts';
import type { Recipients } from './dealer.ts';
import type { Inlet } from './inlet.ts';
import { dealtInlet } from './dealt-inlet.ts';
import { listenError } from './listen-error.ts';
import { reuseportInlet } from './reuseport-inlet.ts';
import { sharedInlet } from './shared-inlet.ts';
import { removeStaleSocket } from './stale-socket.ts';

export interface InletOptions {
  readonly bind: BindAddress;
  readonly balance: Balance;
  readonly backlog: number;
  readonly recipients: Recipients;
}

/** Takes the address, or throws a UserError that says why it cannot. */
export async function openInlet(options: InletOptions): Promise<Inlet> {
  const { bind, balance } = options;
  if (balance !== 'round-robin') checkCanBind(balance);
  if (balance === 'reuseport' && 'path' in bind) {
    throw new UserError({
      what: `reuseport is for TCP ports, not for ${formatBindAddress(bind)}`,
      where: '--balance',
      remedy: 'Use shared or round-robin with a unix socket.',
    });
  }
  try {
    if ('path' in bind) await removeStaleSocket(bind.path);
    return await openBalanced(options);
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, bind);
  }
}

async function openBalanced({ bind, balance, backlog, recipients }: InletOptions): Promise<Inlet> {
  switch (balance) {
    case 'round-robin':
      return dealtInlet(bind, backlog, recipients);
    case 'shared':
      return sharedInlet(await resolved(bind), bind);
    case 'reuseport':
      return reuseportInlet(await resolved(bind), bind);
  }
}
