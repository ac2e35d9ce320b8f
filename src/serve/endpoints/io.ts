import type { FileHandle } from 'node:fs/promises';

/** A real file that is everywhere and large: the Node executable. */
const FILE = process.execPath;
const BYTES = 65_536;

interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
}

let opened: Promise<OpenFile> | undefined;

/**
 * An async handler that reads a file. The event loop is free meanwhile, but the read is not free of threads: libuv
 * does it in a pool of its own, and the 4 threads there (UV_THREADPOOL_SIZE) are this endpoint's slots, shared by all
 * threads of the worker process. The system will mostly have the file in memory.
 */
export const io = async () => {
  opened ??= openFile();
  const { handle, size } = await opened;
  const place = Math.floor(Math.random() * Math.max(1, size - BYTES));
  const { bytesRead } = await handle.read(Buffer.allocUnsafe(BYTES), 0, BYTES, place);
  return { status: 'ok', bytes: bytesRead };
};

async function openFile(): Promise<OpenFile> {
  // Loaded when it is asked for: in each of 40 threads that never read it would take 0.3 MB.
  const { open } = await import('node:fs/promises');
  const handle = await open(FILE);
  return { handle, size: (await handle.stat()).size };
}
