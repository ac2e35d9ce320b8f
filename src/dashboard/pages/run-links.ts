/** Where a run is shown. Ids are whatever a store has: nothing of them is taken as it stands. */
export const runPath = (id: string): string => `/runs/${encodeURIComponent(id)}`;

export const trialPath = (id: string, position: number): string => `${runPath(id)}/trials/${position}`;

/** A run in the forms that are kept elsewhere. */
export const DOWNLOADS = [
  { file: 'report.html', name: 'Report as one file', type: 'text/html; charset=utf-8' },
  { file: 'run.json', name: 'JSON', type: 'application/json; charset=utf-8' },
  { file: 'trials.csv', name: 'CSV', type: 'text/csv; charset=utf-8' },
  { file: 'report.md', name: 'Markdown', type: 'text/markdown; charset=utf-8' },
] as const;

export type DownloadFile = (typeof DOWNLOADS)[number]['file'];

export const downloadPath = (id: string, file: DownloadFile): string => `${runPath(id)}/${file}`;

/** Where two runs are shown beside each other. */
export const comparePath = (...ids: readonly string[]): string =>
  `/compare?${new URLSearchParams(ids.map((id) => ['run', id])).toString()}`;
