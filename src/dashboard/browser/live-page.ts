// Runs in the browser: keeps a page as the server would send it now. Without it the page is what it was when it was loaded.
import { morph } from './morph.ts';

/** As `src/dashboard/pages/part.ts` has it. */
interface Part {
  readonly part: string;
  readonly html: string;
}

/** A connection that the server refused is asked for again after this long; one that broke, by the browser itself. */
const AGAIN_AFTER_MS = 10_000;

const line = document.querySelector<HTMLElement>('[data-events]');
if (line !== null) listen(line, line.dataset['events'] ?? '');

/**
 * Listens as long as the page is looked at: one in the background would cost the measurement something, and a browser has six
 * connections to a server for all its tabs.
 * @param status says how the page stands to the server, in words, and only when that changes
 */
function listen(status: HTMLElement, url: string): void {
  let source: EventSource | undefined;
  let isOver = false;

  const say = (text: string): void => {
    if (status.textContent !== text) status.textContent = text;
  };

  function connect(): void {
    source?.close();
    if (document.hidden || isOver) return;
    source = new EventSource(url);
    source.addEventListener('parts', ({ data }: MessageEvent<string>) => {
      for (const part of JSON.parse(data) as Part[]) replace(part);
      say('Live: this page changes by itself.');
    });
    source.addEventListener('problem', ({ data }: MessageEvent<string>) => {
      say(`No news at the moment: ${String(JSON.parse(data))}`);
    });
    source.addEventListener('over', () => {
      isOver = true;
      source?.close();
      say('The run is over: nothing changes any more.');
    });
    source.addEventListener('error', () => onError(source?.readyState === EventSource.CLOSED));
  }

  function onError(isRefused: boolean): void {
    if (isRefused) {
      say('The server has no room for another live page, or no longer knows this browser. Trying again.');
      setTimeout(connect, AGAIN_AFTER_MS);
    } else {
      say(
        'The connection is lost, and this page is no longer live. Is loadstone ui still running? Trying again.',
      );
    }
  }

  document.addEventListener('visibilitychange', connect);
  connect();
}

function replace({ part, html }: Part): void {
  const old = document.getElementById(part);
  if (old === null) return;
  const template = document.createElement('template');
  template.innerHTML = html;
  const fresh = document.createElement('div');
  fresh.append(template.content);
  morph(old, fresh);
}
