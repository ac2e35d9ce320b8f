import { createHash } from 'node:crypto';

/** What the pages of the server have beside those of a report. */
export const PAGE_STYLE = `
.pages ul{margin-top:.6rem;margin-bottom:1.2rem}
[aria-current]{font-weight:700;text-decoration:underline}
.filter,.choose,.paging,.downloads{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:baseline;margin:1rem 0}
.choose label{display:grid;gap:.2rem;flex:1 1 16rem;min-width:0;max-width:26rem}
.choose{align-items:end}
input,button{font:inherit;color:inherit;background:var(--raised);border:1px solid var(--muted);border-radius:6px;padding:.35rem .7rem;max-width:100%}
input[type=checkbox]{width:1.25rem;height:1.25rem;margin:0;accent-color:var(--accent)}
button{cursor:pointer;font-weight:600}
.state{font-weight:600;white-space:nowrap}
.state.brokeOff{color:var(--caution)}
.bar{display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:center}
progress{inline-size:min(24rem,100%);block-size:1rem;accent-color:var(--accent)}
.live-trials{list-style:none;padding:0}
.live-trials li{padding:.6rem 1rem;margin-bottom:.7rem;background:var(--raised);border-left:3px solid var(--accent);border-radius:0 6px 6px 0}
.live-trials p{margin:0 0 .3rem}
small{color:var(--muted)}
#run-table small{display:block}
#connection{min-height:1.6em;margin:0 0 .4rem}
#run-table th[scope=row]{white-space:normal;min-width:11rem}
#run-status{margin-top:1.2rem}
#trials td:last-child{white-space:normal;min-width:9rem}`;

/** The sheet as a content security policy names it. */
export const PAGE_STYLE_SOURCE = `'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`;
