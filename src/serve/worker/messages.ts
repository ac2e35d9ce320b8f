import type { ServerSettings } from '../../plan/server-settings.ts';

/** What a worker process is started with: JSON in its first argument. */
export interface WorkerOptions extends Pick<ServerSettings, 'workerClass' | 'poolSize' | 'threads'> {
  readonly appFile: string;
}

/** From the master. `connection` brings a socket along; after `drain` comes nothing. */
export type MasterMessage = { readonly type: 'connection' } | { readonly type: 'drain' };

/** To the master: ready once, or failed once and then the process ends. */
export type WorkerMessage = { readonly type: 'ready' } | { readonly type: 'failed'; readonly reason: string };
