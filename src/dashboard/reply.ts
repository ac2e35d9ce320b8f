import type { FastifyReply } from 'fastify';
import type { PageBody } from '../report/html/document.ts';
import { errorBody, type ErrorView } from './pages/error-page.ts';
import { pageText, type Around } from './pages/frame.ts';

const HTML = 'text/html; charset=utf-8';

export const sendPage = (reply: FastifyReply, body: PageBody, around?: Around): FastifyReply =>
  reply.header('content-type', HTML).send(pageText(body, around));

export const sendError = (reply: FastifyReply, status: number, view: ErrorView): FastifyReply =>
  sendPage(reply.code(status), errorBody(view));
