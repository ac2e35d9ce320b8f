import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confidenceOf } from '../../src/diagnosis/confidence.ts';
import { evidenceOf } from '../../src/diagnosis/finding.ts';
import type { Confidence, Evidence } from '../../src/samples/diagnosis.ts';

const CASES: readonly [speaks: readonly Evidence['speaks'][], level: Confidence['level']][] = [
  [[], 'low'],
  [['context', 'unseen'], 'low'],
  [['for'], 'medium'],
  [['for', 'unseen', 'context'], 'medium'],
  [['for', 'for'], 'high'],
  [['proves'], 'high'],
  [['proves', 'against'], 'medium'],
  [['for', 'for', 'against'], 'medium'],
  [['for', 'against'], 'low'],
  [['proves', 'for', 'for', 'against', 'against'], 'low'],
  [['against'], 'low'],
];

for (const [speaks, level] of CASES)
  test(`evidence that speaks [${speaks.join(', ')}] makes a confidence that is ${level}`, () => {
    const evidence = speaks.map((one) => evidenceOf('throughput', 'requests/s', 1, one));
    const confidence = confidenceOf(evidence);
    assert.equal(confidence.level, level);
    const { proofs, signs, against, unseen } = confidence;
    const contexts = speaks.filter((one) => one === 'context').length;
    assert.equal(proofs + signs + against + unseen + contexts, speaks.length);
  });
