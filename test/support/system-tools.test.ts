import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, describe, it, test } from 'node:test';
import { findCommand, requireGunicorn, requireTool } from './system-tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-tools-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'there'), '#!/bin/sh\n');
chmodSync(join(folder, 'there'), 0o755);
writeFileSync(join(folder, 'not-executable'), '');

const path = `/nonexistent${delimiter}${folder}`;

function contextOf(): { skip: (reason?: string) => void; reasons: (string | undefined)[] } {
  const reasons: (string | undefined)[] = [];
  return { reasons, skip: (reason) => void reasons.push(reason) };
}

test('a tool that is on the PATH is neither skipped nor failed', () => {
  const t = contextOf();
  assert.equal(requireTool(t, 'there', 'there', { PATH: path, LOADSTONE_REQUIRE_ALL: '1' }), true);
  assert.deepEqual(t.reasons, []);
  assert.equal(findCommand('there', { PATH: path }), join(folder, 'there'));
});

for (const missing of ['absent', 'not-executable']) {
  test(`a tool that is ${missing} skips the test and says what to install`, () => {
    const t = contextOf();
    assert.equal(requireTool(t, missing, 'some-package', { PATH: path }), false);
    assert.equal(t.reasons.length, 1);
    assert.match(t.reasons[0] ?? '', new RegExp(`needs ${missing}: run .npm run setup:system.*some-package`));
  });

  test(`a tool that is ${missing} fails the test where nothing may be skipped`, () => {
    const t = contextOf();
    assert.throws(
      () => requireTool(t, missing, 'some-package', { PATH: path, LOADSTONE_REQUIRE_ALL: '1' }),
      /npm run setup:system.*some-package.*nothing may be skipped/,
    );
    assert.deepEqual(t.reasons, []);
  });
}

test('a tool with a full path is looked for there and nowhere else', () => {
  assert.equal(findCommand(join(folder, 'there'), {}), join(folder, 'there'));
  assert.equal(findCommand('/nonexistent/there', { PATH: path }), undefined);
});

describe('gunicorn with what it serves', () => {
  const pythons = { 'has the modules': 'exit 0', 'lacks a module': 'exit 1' };
  for (const [name, text] of Object.entries(pythons)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }

  it('is there where its Python has the modules', (t) => {
    if (!requireTool(t, '/usr/bin/gunicorn', 'gunicorn')) return;
    const asked = contextOf();
    assert.equal(requireGunicorn(asked, 'fastapi', {}, join(folder, 'has the modules')), true);
    assert.deepEqual(asked.reasons, []);
  });

  for (const python of ['lacks a module', 'absent']) {
    it(`skips the test, or fails it, where its Python ${python === 'absent' ? 'is absent' : python}`, (t) => {
      if (!requireTool(t, '/usr/bin/gunicorn', 'gunicorn')) return;
      const asked = contextOf();
      assert.equal(requireGunicorn(asked, 'flask', {}, join(folder, python)), false);
      assert.match(asked.reasons[0] ?? '', /needs flask for .*: run .npm run setup:system.* python3-flask$/);
      assert.throws(
        () => requireGunicorn(asked, 'fastapi', { LOADSTONE_REQUIRE_ALL: '1' }, join(folder, python)),
        /needs fastapi, uvicorn\.workers, .* python3-uvicorn .*nothing may be skipped/,
      );
    });
  }
});

test('an empty PATH has no command', () => {
  assert.equal(findCommand('there', {}), undefined);
  assert.equal(findCommand('there', { PATH: '' }), undefined);
});
