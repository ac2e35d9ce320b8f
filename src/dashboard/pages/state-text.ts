import { html, type Markup } from '../../report/html/markup.ts';
import { countText } from '../../report/figure-text.ts';
import type { LiveRun } from '../../samples/live-run.ts';
import type { RunState } from '../run-state.ts';

/** Each with a mark of its own, so that colour is not all that tells them apart. */
const STATES: Readonly<Record<RunState, { readonly mark: string; readonly text: string }>> = {
  starting: { mark: '…', text: 'starting' },
  running: { mark: '▶', text: 'running' },
  brokeOff: { mark: '✕', text: 'broke off' },
  finished: { mark: '✓', text: 'finished' },
  interrupted: { mark: '■', text: 'interrupted' },
};

export function stateElement(state: RunState): Markup {
  const { mark, text } = STATES[state];
  return html`<span class="state ${state}"><span aria-hidden="true">${mark}</span> ${text}</span>`;
}

/** `3 of 8 trials`, or what is known of it. */
export const finishedText = ({ finished, trials }: LiveRun): string =>
  trials === null
    ? `${countText(finished)} ${finished === 1 ? 'trial' : 'trials'} so far`
    : `${countText(finished)} of ${countText(trials)} ${trials === 1 ? 'trial' : 'trials'}`;
