import type { Part } from './pages/part.ts';

/**
 * An event as the browser's EventSource reads it (HTML, "Server-sent events"): JSON has no line break of its own, and without
 * data there would be no event.
 */
const eventText = (name: string, data: unknown): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Parts of the page that have changed; with none of them, that all is well again. */
export const partsEvent = (parts: readonly Part[]): string => eventText('parts', parts);

/** Why there is no news. */
export const problemEvent = (text: string): string => eventText('problem', text);

/** Nothing will change any more: the browser need not connect again. */
export const OVER = eventText('over', null);

/** A comment: nobody hears it, and a connection that is dead is found out. */
export const HEARTBEAT = ':\n\n';

/** After so long a browser tries again. */
export const RETRY = 'retry: 2000\n\n';
