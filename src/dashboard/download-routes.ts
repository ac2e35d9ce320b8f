import type { FastifyInstance } from 'fastify';
import { reportPage } from '../report/html/report-page.ts';
import { runCsv } from '../report/run-csv.ts';
import { runJson } from '../report/run-json.ts';
import { runMarkdown } from '../report/run-markdown.ts';
import type { StoredRun } from '../samples/run-record.ts';
import { notFound } from './pages/error-page.ts';
import { DOWNLOADS, type DownloadFile } from './pages/run-links.ts';
import { sendError } from './reply.ts';
import type { Sources } from './views.ts';

/** Runs in the forms that are kept elsewhere. */
export function addDownloads(app: FastifyInstance, { reader }: Sources): void {
  for (const { file, type } of DOWNLOADS) {
    app.get<{ Params: { readonly id: string } }>(`/runs/:id/${file}`, async ({ params: { id } }, reply) => {
      const stored = reader.read((store) => store.findRun(id));
      if (stored === undefined) return sendError(reply, 404, notFound(`There is no run ${id} in the store.`));
      return reply
        .header('content-type', type)
        .header('content-disposition', `attachment; filename="${fileName(id, file)}"`)
        .send(await contentOf(stored, file));
    });
  }
}

async function contentOf(stored: StoredRun, file: DownloadFile): Promise<string> {
  switch (file) {
    case 'report.html':
      return reportPage(stored);
    case 'run.json':
      return runJson(stored);
    case 'trials.csv':
      return runCsv(stored);
    case 'report.md':
      return runMarkdown(stored);
  }
}

/** An id may have anything in it; what a file is called is letters and digits. */
const fileName = (id: string, file: DownloadFile): string =>
  `loadstone-${id.replaceAll(/[^\w-]/g, '_')}-${file}`;
