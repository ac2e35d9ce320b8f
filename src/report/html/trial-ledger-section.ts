import type { TrialRecord } from '../../samples/trial-record.ts';
import { countText } from '../figure-text.ts';
import { ledgerTerms, type LedgerTerm } from '../ledger-text.ts';
import { trialLedgerTable } from '../trial-ledger-table.ts';
import { topicDetails } from '../trial-how.ts';
import { detailsElement } from './details-element.ts';
import { html, type Markup } from './markup.ts';
import { tableElement } from './table-element.ts';

/** What became of every request: the ledger as an equation, and as a table. */
export function trialLedgerSection(trial: TrialRecord): Markup {
  const { begun, ends, isEquation } = ledgerTerms(trial.ledger);
  const details = topicDetails(trial, 'requests').filter(([term]) => term !== 'Requests');
  return html`<section id="ledger" aria-labelledby="ledger-title">
    <h2 id="ledger-title">What became of every request</h2>
    <p class="equation">
      ${joined(begun, '+')} ${isEquation ? sign('=') : sign(',')} ${joined(ends, isEquation ? '+' : ',')}
    </p>
    ${tableElement(trialLedgerTable(trial.ledger))}
    ${details.length === 0 ? undefined : detailsElement(details)}
  </section>`;
}

const joined = (terms: readonly LedgerTerm[], between: string): Markup[] =>
  terms.flatMap((term, index) => [...(index === 0 ? [] : [sign(between)]), termElement(term)]);

const termElement = ({ count, words }: LedgerTerm): Markup =>
  html`<span class="term"><b>${countText(count)}</b> ${words}</span>`;

const sign = (text: string): Markup => html`<span class="sign">${text}</span>`;
