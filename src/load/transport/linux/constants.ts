/** Numbers of Linux's interfaces (asm-generic), the same on x64 and arm64. */

export const AF_UNIX = 1;
export const AF_INET = 2;
export const AF_INET6 = 10;
export const SOCK_STREAM = 1;
export const SOCK_NONBLOCK = 0o4000;
export const SOCK_CLOEXEC = 0o2000000;

export const SOL_SOCKET = 1;
export const SO_ERROR = 4;
/** The time of arrival comes with the bytes, in nanoseconds of CLOCK_REALTIME. */
export const SO_TIMESTAMPNS = 35;
export const IPPROTO_IP = 0;
/** The port is chosen at `connect`, so each source address has its own range of them. */
export const IP_BIND_ADDRESS_NO_PORT = 24;
export const IPPROTO_TCP = 6;
export const TCP_NODELAY = 1;
/** All is sent before the call is over, however long that takes. */
export const MSG_WAITALL = 0x100;
/** A connection that is gone is an error of the call and not a signal that ends the process. */
export const MSG_NOSIGNAL = 0x4000;

export const EPOLL_CLOEXEC = 0o2000000;
export const EPOLL_CTL_ADD = 1;
export const EPOLL_CTL_MOD = 3;
/** The number of a system call, the same on all architectures. */
export const EPOLL_PWAIT2 = 441;
export const EPOLLIN = 0x1;
export const EPOLLOUT = 0x4;
export const EPOLLERR = 0x8;
export const EPOLLHUP = 0x10;
export const EPOLLRDHUP = 0x2000;
export const EPOLLET = 0x8000_0000 | 0;

export const PROT_READ = 1;
export const PROT_WRITE = 2;
export const MAP_SHARED = 0x01;
export const MAP_PRIVATE = 0x02;
export const MAP_ANONYMOUS = 0x20;
/** x64 only: below 2 GiB. */
export const MAP_32BIT = 0x40;
export const MAP_POPULATE = 0x8000;

export const EFD_CLOEXEC = 0o2000000;
export const EFD_NONBLOCK = 0o4000;

export const CLOCK_REALTIME = 0;
