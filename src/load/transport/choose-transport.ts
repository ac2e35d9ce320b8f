import { messageOf, UserError } from '../../errors.ts';
import type { Stamps } from './transport.ts';

/** What can be asked for: a transport by its name, or the fastest that works here. */
export const TRANSPORT_CHOICES = ['auto', 'uring', 'epoll', 'node'] as const;
export type TransportChoice = (typeof TRANSPORT_CHOICES)[number];
export type TransportName = Exclude<TransportChoice, 'auto'>;
/** Those that make Linux's system calls themselves, the fastest first. */
const NATIVE_TRANSPORTS = ['uring', 'epoll'] as const;
export type NativeTransportName = (typeof NATIVE_TRANSPORTS)[number];

/** What the connections of a load run over. */
export type Link = 'tcp' | 'tls' | 'unix';

/** The transport and the stamps that a load is to have. */
export interface ChosenTransport {
  transport: TransportName;
  stamps: Stamps;
}

/** Says why a transport does not work here, or undefined when it does. */
export type WhyNot = (transport: NativeTransportName) => Promise<string | undefined>;

/**
 * Narrows what was asked for to what the connections can run over: all but `node` know plain TCP only.
 * @throws {UserError} when another was asked for by its name, or the kernel's stamps were
 */
export function choiceOver(link: Link, wanted: TransportChoice = 'auto', stamps?: Stamps): TransportChoice {
  if (link === 'tcp') return wanted;
  const what = link === 'tls' ? 'https' : 'a unix socket';
  if (wanted !== 'auto' && wanted !== 'node')
    throw new UserError({
      what: `the transport \`${wanted}\` does not speak over ${what}`,
      where: `--transport ${wanted}`,
      remedy: 'Leave the flag out, or use --transport node',
    });
  if (stamps === 'kernel')
    throw new UserError({
      what: `there are no kernel stamps over ${what}`,
      where: '--stamps kernel',
      remedy: 'Leave the flag out',
    });
  return 'node';
}

/**
 * Decides what moves the bytes and who stamps them.
 * @throws {UserError} when what was asked for does not work here
 */
export async function chooseTransport(
  wanted: TransportChoice = 'auto',
  stamps?: Stamps,
  whyNot: WhyNot = problemOf,
): Promise<ChosenTransport> {
  const transport = await chooseName(wanted, whyNot);
  if (transport === 'node' && stamps === 'kernel')
    throw new UserError({
      what: 'the transport `node` has no kernel stamps',
      where: '--stamps kernel',
      remedy: 'Leave the flag out, or use --transport uring or epoll (Linux)',
    });
  return { transport, stamps: stamps ?? (transport === 'node' ? 'user' : 'kernel') };
}

/** Whether a transport makes Linux's system calls itself. */
export function isNative(transport: TransportName): transport is NativeTransportName {
  return transport !== 'node';
}

async function chooseName(wanted: TransportChoice, whyNot: WhyNot): Promise<TransportName> {
  if (wanted === 'node') return 'node';
  if (wanted === 'auto') return fastest(whyNot);
  const problem = await whyNot(wanted);
  if (problem === undefined) return wanted;
  throw new UserError({
    what: `the transport does not work here: ${problem}`,
    where: `--transport ${wanted}`,
    remedy: `Use --transport auto or ${wanted === 'uring' ? 'epoll' : 'node'}`,
  });
}

async function fastest(whyNot: WhyNot): Promise<TransportName> {
  for (const transport of NATIVE_TRANSPORTS) if ((await whyNot(transport)) === undefined) return transport;
  return 'node';
}

/** Tries what the transport needs. @returns why it does not work here, or undefined when it does */
async function problemOf(transport: NativeTransportName): Promise<string | undefined> {
  if (process.platform !== 'linux') return `it needs Linux, and this is ${process.platform}`;
  if (process.arch !== 'x64' && process.arch !== 'arm64')
    return `it needs x64 or arm64, and this is ${process.arch}`;
  try {
    switch (transport) {
      case 'uring':
        return (await import('./linux/try-uring.ts')).tryUring();
      case 'epoll':
        return (await import('./linux/try-epoll.ts')).tryEpoll();
    }
  } catch (error) {
    return `koffi cannot be loaded (${messageOf(error)})`;
  }
}
