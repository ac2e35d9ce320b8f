import type { Chart } from '../../report/charts/chart.ts';
import { trialName } from '../../report/charts/trial-source.ts';
import { timeText } from '../../report/figure-text.ts';
import { chartElement } from '../../report/html/chart-element.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { counterTexts, leftText } from '../../report/live/live-text.ts';
import type { LiveRun, LiveTrial } from '../../samples/live-run.ts';
import { liveShare } from '../../samples/live-share.ts';
import type { RunState } from '../run-state.ts';
import type { Part } from './part.ts';
import { finishedText, stateElement } from './state-text.ts';

/** A run that is not over, or was left. */
export interface LiveView {
  readonly state: RunState;
  readonly live: LiveRun | undefined;
  /** Of the trials that go on; undefined where none says enough yet. */
  readonly chart: Chart | undefined;
}

/** What goes on at this moment: nothing where the run is over. */
export const livePart = (view: LiveView): Part => ({
  part: 'run-live',
  html: liveMarkup(view)?.markup ?? '',
});

/**
 * What a screen reader says by itself, and therefore of what changes rarely: how many trials there are, and whether it goes
 * on.
 */
export function statusPart({ state, live }: LiveView): Part {
  const text = statusText(state, live);
  return { part: 'run-status', html: html`<p>${stateElement(state)} ${text}</p>`.markup };
}

function statusText(state: RunState, live: LiveRun | undefined): string {
  switch (state) {
    case 'starting':
      return 'It began a moment ago.';
    case 'running':
      return live === undefined ? '' : `${finishedText(live)} finished.`;
    case 'brokeOff':
      return 'Its runner says nothing any more: it was killed, or its machine stopped. What it had finished is kept below.';
    case 'finished':
      return '';
    case 'interrupted':
      return 'It was ended before its last trial.';
  }
}

function liveMarkup({ state, live, chart }: LiveView): Markup | undefined {
  if (state !== 'running' || live === undefined) return undefined;
  return html`<section id="live" aria-labelledby="live-title">
    <h2 id="live-title">Now</h2>
    ${overall(live)}
    ${
      live.live.length === 0
        ? html`<p>Between two trials.</p>`
        : html`<ul class="live-trials">
            ${live.live.map(trialElement)}
          </ul>`
    }
    ${chart === undefined ? undefined : chartElement(chart)}
  </section>`;
}

function overall(live: LiveRun): Markup {
  const left = leftText(live.left);
  const bar =
    live.trials === null
      ? undefined
      : html`<progress
          max="${Math.max(1, live.trials)}"
          value="${Math.min(live.finished, live.trials)}"
          aria-label="Trials"
        ></progress>`;
  return html`<p class="bar">
    ${bar} <span>${finishedText(live)}${left === undefined ? '' : `, ${left}`}</span>
  </p>`;
}

const trialElement = (trial: LiveTrial): Markup =>
  html`<li>
    <p>
      <b>Trial ${trial.position}</b>:
      ${trialName(trial.condition)}${trial.replicate > 1 ? `, replicate ${trial.replicate}` : ''}
    </p>
    ${trial.because === null ? undefined : html`<p class="meta">${trial.because}</p>`} ${windowBar(trial)}
    ${countersElement(trial)}
  </li>`;

function windowBar(trial: LiveTrial): Markup {
  const { position, state, durationMs, elapsedMs } = trial;
  if (state === 'starting') return html`<p>Its server is started.</p>`;
  if (state === 'ready') return html`<p>Its server is up and waits for its load.</p>`;
  if (durationMs === null) return html`<p>It is loaded.</p>`;
  if (elapsedMs < 0) return html`<p>Warm-up: its window starts in ${timeText(toTenth(-elapsedMs))}.</p>`;
  return html`<p class="bar">
    <progress value="${liveShare(trial).toFixed(3)}" aria-label="Window of trial ${position}"></progress>
    <span>${timeText(toTenth(Math.min(elapsedMs, durationMs)))} of ${timeText(durationMs)}</span>
  </p>`;
}

/** Of a second. */
const toTenth = (ms: number): number => Math.round(ms / 100) * 100;

const countersElement = ({ counters }: LiveTrial): Markup | undefined =>
  counters === null ? undefined : html`<p>${counterTexts(counters).join(', ')}</p>`;
