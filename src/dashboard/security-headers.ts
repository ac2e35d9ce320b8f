import { STYLE_SOURCE } from '../report/html/style.ts';
import { PAGE_STYLE_SOURCE } from './pages/page-style.ts';

/** What a page may do: be shown, with the style and the pictures that are in it, and this server's own script and events. */
const POLICY = [
  "default-src 'none'",
  `style-src ${STYLE_SOURCE} ${PAGE_STYLE_SOURCE}`,
  "script-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** On every response, errors too. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Over plain HTTP from elsewhere a browser ignores it, and says so as an error. */
export const LOOPBACK_HEADERS: Readonly<Record<string, string>> = {
  'cross-origin-opener-policy': 'same-origin',
};
