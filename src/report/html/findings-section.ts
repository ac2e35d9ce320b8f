import { FINDING_TOPICS, type FindingTopic, type RunFinding } from '../run-finding.ts';
import { html, type Markup } from './markup.ts';

export function findingsSection(findings: readonly RunFinding[]): Markup {
  const topics = Object.entries(FINDING_TOPICS).flatMap(([topic, title]) => {
    const own = findings.filter((finding) => finding.topic === (topic as FindingTopic));
    return own.length === 0
      ? []
      : [
          html`<h3>${title}</h3>
            <ul class="findings ${topic}">
              ${own.map(findingElement)}
            </ul>`,
        ];
  });
  return html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">Findings</h2>
    ${topics.length === 0 ? html`<p>Nothing follows from these figures.</p>` : topics}
  </section>`;
}

const findingElement = ({ statement, evidence, remedy }: RunFinding): Markup =>
  html`<li>
    <p>${statement}</p>
    ${evidence.length === 0 ? undefined : html`<p class="evidence"><b>Evidence</b> ${evidence.join(' · ')}</p>`}
    ${remedy === null ? undefined : html`<p class="remedy"><b>Remedy</b> ${remedy}</p>`}
  </li>`;
