/** The pages' only style sheet: light and dark by the system's setting, from 360 px on. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f5f6f8;--card:#fff;--line:#e3e6ea;--soft:#f0f3f7;--text:#1c2430;--dim:#5b6675;--blue:#1b5fd0;--tint:#e8f0fd;--good:#136c42;--good-bg:#e2f5ea;--bad:#a81e2d;--bad-bg:#fdeaec;--warn:#835000;--warn-bg:#fdf1db}
@media (prefers-color-scheme:dark){:root{--ground:#11151b;--card:#191f28;--line:#2b3441;--soft:#212936;--text:#e5eaf1;--dim:#9aa7b8;--blue:#7eb0ff;--tint:#1d2c47;--good:#74dca6;--good-bg:#14352a;--bad:#ff98a1;--bad-bg:#40202a;--warn:#f5c571;--warn-bg:#3a2d17}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
a{color:var(--blue);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--blue);outline-offset:2px;border-radius:4px}
.bar{background:var(--card);border-bottom:1px solid var(--line)}
.in{max-width:1120px;margin:0 auto;padding:0 20px}
.top{display:flex;align-items:center;gap:12px;padding:14px 0 10px}.top>div{min-width:0}
.mark{width:28px;height:28px;flex:none}
.name{font-weight:650;font-size:16px;letter-spacing:-.01em}
.where{color:var(--dim)}
.live{margin-left:auto;color:var(--good);font-size:12px;display:flex;align-items:center;gap:6px}
.live[hidden]{display:none}.live::before{content:"";width:8px;height:8px;border-radius:50%;background:currentColor}
nav{display:flex;gap:2px;overflow-x:auto;scrollbar-width:none}
nav a{padding:8px 12px;color:var(--dim);border-bottom:2px solid transparent;white-space:nowrap;font-weight:500}
nav a:hover{color:var(--text);text-decoration:none}
nav a[aria-current]{color:var(--blue);border-color:var(--blue)}
nav small{font-weight:500;color:var(--dim);font-variant-numeric:tabular-nums}
main{padding-top:20px!important;padding-bottom:48px!important}
h1{font-size:20px;line-height:1.3;margin:0 0 4px;overflow-wrap:anywhere}h2{font-size:15px;margin:0}
.lead{color:var(--dim);margin:0 0 16px}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;margin:0 0 16px;overflow:hidden}
.card>header{display:flex;align-items:center;gap:10px;flex-wrap:wrap;padding:12px 16px;border-bottom:1px solid var(--line)}
.card>header span{color:var(--dim);font-size:13px}
.card>p{margin:0;padding:20px 16px;color:var(--dim)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th{font-size:12px;font-weight:600;text-align:left;color:var(--dim);background:var(--soft);padding:7px 16px;white-space:nowrap}
td{padding:8px 16px;border-top:1px solid var(--line);vertical-align:top}
tr:first-child td{border-top:0}
td.n,th.n{text-align:right;white-space:nowrap}
td.v{overflow-wrap:anywhere;min-width:140px}
time,.dim{color:var(--dim);white-space:nowrap}
code,pre{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{overflow-wrap:anywhere}
pre{margin:8px 0 0;padding:10px 12px;background:var(--soft);border-radius:6px;white-space:pre-wrap;overflow-wrap:anywhere;max-height:360px;overflow-y:auto}
.chip{display:inline-block;padding:1px 8px;border-radius:10px;font-size:12px;font-weight:600;background:var(--soft);color:var(--dim);white-space:nowrap}
.chip.good{background:var(--good-bg);color:var(--good)}.chip.bad{background:var(--bad-bg);color:var(--bad)}.chip.warn{background:var(--warn-bg);color:var(--warn)}.chip.blue{background:var(--tint);color:var(--blue)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(120px,1fr));gap:12px;margin-bottom:16px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px}
.tile b{display:block;font-size:20px;line-height:1.3;font-variant-numeric:tabular-nums}.tile span{color:var(--dim);font-size:12.5px}
.two{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:16px;align-items:start}
form{margin:0}
.find{display:flex;gap:8px;margin-left:auto}
input[type=search]{width:230px}input[type=search],input[type=text],select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:6px 10px;min-width:0}
button{font:inherit;font-weight:550;color:var(--blue);background:var(--card);border:1px solid var(--line);border-radius:6px;padding:6px 12px;cursor:pointer;white-space:nowrap}
button:hover{background:var(--tint)}
button.main{background:var(--blue);border-color:var(--blue);color:var(--card)}
button.stop{color:var(--bad)}
.rows>div{display:grid;grid-template-columns:170px minmax(0,1fr) auto;gap:6px 14px;align-items:center;padding:9px 16px;border-top:1px solid var(--line)}
.rows>div:first-child{border-top:0}
.rows form{display:flex;gap:8px}
.rows input[type=text]{width:150px}
details>summary{cursor:pointer;list-style:none}details>summary::-webkit-details-marker{display:none}
.line>details>summary{display:grid;grid-template-columns:minmax(150px,max-content) minmax(0,1fr) auto;gap:4px 12px;padding:8px 16px;align-items:baseline}
.line>details{border-top:1px solid var(--line)}.line>details:first-child{border-top:0}
.line>details>summary:hover{background:var(--soft)}
.line>details>div{padding:8px 16px 12px}
.line .what{overflow-wrap:anywhere;min-width:0}.line .end{display:flex;gap:6px;flex-wrap:wrap;justify-content:flex-end}
@media (max-width:760px){.in{padding:0 14px}.two{grid-template-columns:minmax(0,1fr)}.find{margin-left:0;width:100%}.find input[type=search]{flex:1;width:auto}td,th,.card>header,.card>p{padding-left:12px;padding-right:12px}
.rows>div{grid-template-columns:minmax(0,1fr);padding:10px 12px}.rows input[type=text]{flex:1}
.line>details>summary{grid-template-columns:minmax(0,1fr) auto;padding:9px 12px}.line .what{grid-row:2;grid-column:1/-1}.line>details>div{padding:8px 12px 12px}
nav a{padding:8px 9px}td.v{min-width:76px}.two td,.two th{padding-left:10px;padding-right:10px}.wide{display:none}}
`;
