import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Environment } from '../samples/environment-schema.ts';
import { VERSION } from '../version.ts';

/** What the machine is, and how busy it has been up to now. */
export function readEnvironment(): Environment {
  const processors = cpus();
  return {
    cpuModel: processors[0]?.model.trim() ?? 'unknown',
    cpuCount: processors.length,
    memoryBytes: totalmem(),
    platform: platform(),
    kernel: release(),
    architecture: arch(),
    nodeVersion: process.version,
    loadstoneVersion: VERSION,
    loadAverageBefore: loadavg(),
  };
}
