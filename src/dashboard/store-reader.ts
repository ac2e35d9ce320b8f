import { statSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import { openReader } from '../store/open-reader.ts';
import type { RunReader } from '../store/run-store.ts';

/** The store as pages see it: it may not be there yet, and may be another one tomorrow. */
export interface StoreReader {
  readonly location: string;
  /**
   * Asks the store.
   * @returns undefined where there is none yet
   * @throws {UserError} when it cannot be read
   */
  read<Answer>(question: (store: RunReader) => Answer): Answer | undefined;
  /** Another text than before where something has been written since. */
  version(): string;
  close(): void;
}

/** Looks for the store at each question, and never makes one. */
export function storeReader(path: string): StoreReader {
  let opened: { readonly store: RunReader; readonly file: string } | undefined;
  let openings = 0;

  function close(): void {
    opened?.store.close();
    opened = undefined;
  }

  function store(): RunReader | undefined {
    const file = fileAt(path);
    if (opened !== undefined && opened.file !== file) close();
    if (file === undefined) return undefined;
    if (opened === undefined) {
      const found = openReader(path);
      if (found === undefined) return undefined;
      opened = { store: found, file };
      openings++;
    }
    return opened.store;
  }

  function read<Answer>(question: (store: RunReader) => Answer): Answer | undefined {
    const found = store();
    return found && question(found);
  }

  return {
    location: path,
    read,
    version: () => {
      try {
        return `${openings}:${store()?.version() ?? 'none'}`;
      } catch (error) {
        return messageOf(error);
      }
    },
    close,
  };
}

/** Which file is there, unlike any other that was there before; undefined where there is none, or nothing in it yet. */
function fileAt(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined || found.size === 0n ? undefined : `${found.dev}:${found.ino}`;
}
