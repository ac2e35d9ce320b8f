import { createHash } from 'node:crypto';
import { GROUND, SERIES_COLOURS } from '../charts/palette.ts';

const seriesOf = (theme: 'light' | 'dark'): string =>
  SERIES_COLOURS.map((colour) => `${colour.variable}:${colour[theme]}`).join(';');

/** What the colours are in each theme. */
const THEMES = `
:root{color-scheme:light dark;--ground:${GROUND.light};--paper:${GROUND.light};--raised:#f5f7f9;--ink:#1b2026;--muted:#59636e;--faint:#d5dbe2;--link:#00569c;--accent:#0072b2;--caution:#9a4200;${seriesOf('light')}}
@media (prefers-color-scheme:dark){:root{--ground:${GROUND.dark};--paper:${GROUND.dark};--raised:#1e232a;--ink:#e9edf1;--muted:#a3adb8;--faint:#3a424c;--link:#7cc4ff;--accent:#56b4e9;--caution:#f0ad4e;${seriesOf('dark')}}}
@media print{:root{--ground:#fff;--paper:#fff;--raised:#fff;--ink:#000;--muted:#333;--faint:#ccc;--link:#000;--caution:#000;${seriesOf('light')}}}`;

const TEXT = `
*{box-sizing:border-box}
html{font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--ground);color:var(--ink);-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0 auto;max-width:60rem;padding:0 1.25rem 4rem;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25;text-wrap:balance;margin:0}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.4rem);letter-spacing:-.015em}
h2{font-size:1.45rem;letter-spacing:-.01em;margin-bottom:1rem}
h3{font-size:1.08rem}
p,ul,dl{margin:0 0 .8rem}
a{color:var(--link)}
code,pre{font:.92em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px;border-radius:3px}
.skip{position:absolute;left:-999px;top:.5rem;padding:.5rem 1rem;background:var(--raised);z-index:1}
.skip:focus{left:.5rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}`;

const HEAD = `
header{padding:2.5rem 0 0}
.brand{margin:0;font-size:.8rem;font-weight:700;letter-spacing:.14em;text-transform:uppercase;color:var(--accent)}
.lead{max-width:46rem;margin:.6rem 0 0;font-size:1.05rem}
.meta{margin:.6rem 0 0;color:var(--muted);font-size:.92rem}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;margin:1.2rem 0 0;padding:.7rem 0;border-block:1px solid var(--faint);font-size:.92rem}
nav a{text-decoration:none;padding:.2rem 0;display:inline-block}
nav a:hover{text-decoration:underline}
section{padding-top:2.6rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--faint);color:var(--muted);font-size:.88rem}`;

const ANSWER = `
#answer dl{margin:0;padding:.4rem 1.5rem;background:var(--raised);border-left:4px solid var(--accent);border-radius:0 8px 8px 0}
#answer dl>div{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:.2rem 1.2rem;padding:.95rem 0}
#answer dl>div+div{border-top:1px solid var(--faint)}
#answer dt{font-weight:700;color:var(--accent)}
#answer dd{margin:0}
#answer dl>div:first-child dd{font-size:1.15rem;line-height:1.5}
.details{display:grid;grid-template-columns:minmax(0,1fr);gap:.5rem;margin:0}
.details>div{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:0 1.2rem}
.details dt{color:var(--muted)}
.details dd{margin:0}`;

const TABLES = `
.table{position:relative;overflow-x:auto;margin:0 0 1.8rem}
table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums;line-height:1.35}
caption{text-align:left;position:sticky;left:0;width:max-content;max-width:min(58rem,calc(100vw - 2rem));font-weight:650;padding:0 0 .5rem;font-size:.98rem}
th,td{padding:.38rem .7rem;white-space:nowrap;text-align:left;font-weight:400}
thead th{color:var(--muted);font-weight:600;vertical-align:bottom;border-bottom:1.5px solid var(--ink)}
.groups th{border-bottom:1px solid var(--faint);text-align:center;color:var(--ink)}
tbody tr:nth-child(even){background:var(--raised)}
tbody th,tbody td{border-bottom:1px solid var(--faint)}
.right{text-align:right}
.published{color:var(--muted)}
.mark{color:var(--caution);font-weight:700}
details{margin:0 0 .9rem}
summary{cursor:pointer;color:var(--link);padding:.25rem 0;width:fit-content;max-width:100%}
details[open]>summary{margin-bottom:.7rem}
.notes ul,#measured ul{padding-left:1.2rem;font-size:.94rem}`;

const CHARTS = `
figure{margin:0 0 3rem;padding-top:.4rem;content-visibility:auto;contain-intrinsic-size:auto 34rem}
figure h3{max-width:46rem;margin-bottom:.55rem}
figcaption{color:var(--muted);font-size:.9rem;max-width:46rem;margin:.5rem 0 .4rem}
.legend{display:flex;flex-wrap:wrap;gap:.15rem 1.2rem;list-style:none;padding:0;margin:0 0 .7rem;font-size:.88rem}
.legend li{display:flex;align-items:center;gap:.45rem}
.legend svg{flex:none}
.picture{color:var(--ink)}
.picture svg{display:block;width:100%;height:auto;overflow:visible;font-family:inherit}
.wide{max-width:56rem}
.narrow{display:none;max-width:30rem}
@media (max-width:639px){.wide{display:none}.narrow{display:block}}`;

const TRIAL = `
.caution{margin:.8rem 0 0;padding:.6rem 1rem;border-left:4px solid var(--caution);background:var(--raised);border-radius:0 8px 8px 0}
.caution b{color:var(--caution)}
.equation{display:flex;flex-wrap:wrap;align-items:baseline;gap:.5rem .9rem;margin-bottom:1.6rem}
.term{color:var(--muted);font-size:.92rem}
.term b{display:block;font-size:1.7rem;line-height:1.2;font-weight:650;color:var(--ink);font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.details+.table{margin-top:1.4rem}
.sign{font-size:1.4rem;color:var(--muted)}
.note,.plain-notes{color:var(--muted);font-size:.9rem;max-width:46rem}
.plain-notes{padding-left:1.2rem}`;

const FINDINGS = `
#findings h3{margin:1.4rem 0 .6rem}
.findings{list-style:none;padding:0;display:grid;grid-template-columns:minmax(0,1fr);gap:.7rem}
.findings li{padding:.8rem 1.1rem;background:var(--raised);border-left:3px solid var(--faint);border-radius:0 6px 6px 0}
.findings.limits li{border-left-color:var(--accent)}
.findings.trouble li{border-left-color:var(--caution)}
.findings p{margin:0}
.findings .evidence,.findings .remedy{margin-top:.4rem;font-size:.93rem}
.evidence{color:var(--muted)}
.findings b{font-size:.75rem;letter-spacing:.06em;text-transform:uppercase;margin-right:.4rem}
pre{background:var(--raised);padding:1rem 1.2rem;border-radius:8px;white-space:pre-wrap;word-break:break-word}`;

const ELSEWHERE = `
@media (max-width:639px){body{padding-inline:1rem}th,td{padding-inline:.45rem}#answer dl{padding-inline:1rem}#answer dl>div,.details>div{grid-template-columns:minmax(0,1fr)}header{padding-top:1.5rem}section{padding-top:2rem}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{html{font-size:11pt}nav,.skip{display:none}body{max-width:none;padding:0}figure{content-visibility:visible}figure,.findings li,#answer dl>div{break-inside:avoid}h2,h3{break-after:avoid}.table{overflow:visible}.wide{display:block;max-width:100%}.narrow{display:none}a{text-decoration:none}}`;

/** The one style sheet of the report. */
export const STYLE = [THEMES, TEXT, HEAD, ANSWER, TABLES, CHARTS, FINDINGS, TRIAL, ELSEWHERE].join('');

/** The style sheet as a content security policy names it. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
