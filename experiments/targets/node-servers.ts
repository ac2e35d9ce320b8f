import { fileURLToPath } from 'node:url';
import type { TargetInput } from '../../src/index.ts';

/** Servers on Node: whatever blocks has the event loop of its worker to itself, be it an async handler or not. */
export const express = nodeServer('express');
export const fastify = nodeServer('fastify');
export const nodeHttp = nodeServer('node-http');

function nodeServer(example: string): TargetInput {
  return {
    kind: 'command',
    command: [process.execPath, 'server.js', '--host={host}', '--port={port}', '--workers={workers}'],
    workingFolder: fileURLToPath(new URL(`../../examples/${example}/`, import.meta.url)),
    env: { HOLD_SECONDS: '{holdSeconds}' },
    hold: '10s',
    model: { workerClass: 'loop' },
    ready: { path: '/healthz' },
    grace: '500ms',
  };
}
