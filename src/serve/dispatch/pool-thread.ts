// Entry of a pool thread. Each thread has a heap of its own and pays for every module loaded here: the app's
// module and nothing else.
import { pathToFileURL } from 'node:url';
import { threadId, workerData } from 'node:worker_threads';

/** What a pool thread is started with. */
export interface PoolThreadData {
  readonly appFile: string;
}

type AppModule = Readonly<Record<string, (() => unknown) | undefined>>;

let app: Promise<AppModule> | undefined;

/** Answers with the thread's id once the app is loaded. */
export async function rollCall(): Promise<number> {
  await loadApp();
  return threadId;
}

/** Runs one of the app's handlers, which may block this thread for as long as it likes. */
export async function runHandler(exportName: string): Promise<unknown> {
  return (await loadApp())[exportName]?.();
}

function loadApp(): Promise<AppModule> {
  const { appFile } = workerData as PoolThreadData;
  app ??= import(pathToFileURL(appFile).href) as Promise<AppModule>;
  return app;
}
