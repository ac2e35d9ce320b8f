import { Option } from 'commander';

/** Which file runs are kept in. */
export function storeOption(): Option {
  return new Option('--store <file>', 'where runs are kept')
    .env('LOADSTONE_STORE')
    .default('.loadstone/runs.sqlite');
}
