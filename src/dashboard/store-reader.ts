import { statSync } from 'node:fs';
import { messageOf, UserError } from '../errors.ts';
import type { RunStore } from '../store/run-store.ts';
import { openStore } from '../store/sqlite-store.ts';

/** The store as pages see it: it may not be there yet, and may be another one tomorrow. */
export interface StoreReader {
  readonly location: string;
  /**
   * Asks the store.
   * @returns undefined where there is none yet
   * @throws {UserError} when it cannot be read
   */
  read<Answer>(question: (store: RunStore) => Answer): Answer | undefined;
  /** Another text than before where something has been written since. */
  version(): string;
  close(): void;
}

/** Looks for the store at each question, and never makes one. */
export function storeReader(path: string): StoreReader {
  let opened: { readonly store: RunStore; readonly file: string } | undefined;
  let openings = 0;

  function close(): void {
    opened?.store.close();
    opened = undefined;
  }

  function store(): RunStore | undefined {
    const file = fileAt(path);
    if (opened !== undefined && opened.file !== file) close();
    if (file === undefined) return undefined;
    if (opened === undefined) {
      opened = { store: openStore(path), file };
      openings++;
    }
    return opened.store;
  }

  function read<Answer>(question: (store: RunStore) => Answer): Answer | undefined {
    try {
      const found = store();
      return found && question(found);
    } catch (error) {
      throw readable(error, path);
    }
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

/** What SQLite finds wrong with a file is its owner's to mend; anything else is a defect of ours. */
function readable(error: unknown, path: string): unknown {
  const isDamage =
    error instanceof SyntaxError ||
    (error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR');
  if (!isDamage) return error;
  return new UserError({
    what: `the store cannot be read: ${messageOf(error)}`,
    where: path,
    remedy:
      'Name another file: loadstone ui --store FILE. A damaged one may be saved with: sqlite3 FILE .recover',
    cause: error,
  });
}
