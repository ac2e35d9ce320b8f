/** Numbers of io_uring's interface, the same on x64 and arm64. */

export const SYS_IO_URING_SETUP = 425;
export const SYS_IO_URING_ENTER = 426;
export const SYS_IO_URING_REGISTER = 427;

/** The size of the completion queue is said. */
export const IORING_SETUP_CQSIZE = 1 << 3;
/** A size that is too large is cut and not refused. */
export const IORING_SETUP_CLAMP = 1 << 4;
/** One entry that is wrong does not hold up those after it. */
export const IORING_SETUP_SUBMIT_ALL = 1 << 7;
export const IORING_SETUP_SINGLE_ISSUER = 1 << 12;
/** Arrivals wait for the thread to ask, instead of interrupting what it does. */
export const IORING_SETUP_DEFER_TASKRUN = 1 << 13;
export const IORING_OFF_SQES = 0x1000_0000;

export const IORING_ENTER_GETEVENTS = 1 << 0;
export const IORING_ENTER_EXT_ARG = 1 << 3;
export const IORING_REGISTER_PBUF_RING = 22;

export const IORING_OP_POLL_ADD = 6;
export const IORING_OP_RECVMSG = 10;
export const IORING_OP_ASYNC_CANCEL = 14;
export const IORING_OP_CONNECT = 16;
export const IORING_OP_CLOSE = 19;
export const IORING_OP_SEND = 26;
export const IORING_OP_RECV = 27;

/** Flags of a submission. */
export const IOSQE_BUFFER_SELECT = 1 << 5;
export const IOSQE_CQE_SKIP_SUCCESS = 1 << 6;

export const IORING_RECV_MULTISHOT = 1 << 1;
export const IORING_POLL_ADD_MULTI = 1 << 0;
export const POLLIN = 1;

/** Flags of a completion: it brought a buffer, whose number is in the upper half; more completions follow. */
export const IORING_CQE_F_BUFFER = 1 << 0;
export const IORING_CQE_F_MORE = 1 << 1;
export const IORING_CQE_BUFFER_SHIFT = 16;
