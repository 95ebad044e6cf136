"""Colours, one meaning each, in light and dark; and the style sheet that pages are drawn with."""

from functools import cache

LIGHT = {
    "ground": "#FFFFFF",
    "panel": "#F4F6F8",
    "ink": "#1B2530",
    "muted": "#52606D",
    "line": "#D5DBE1",
    "blue": "#0B5394",
    "blue_ground": "#E7F0F9",
    "orange": "#A84B06",
    "orange_ground": "#FDF1E5",
    "purple": "#5B2A86",
    "purple_ground": "#F2EBF9",
    "grey": "#52606D",
    "grey_ground": "#EEF1F4",
    "pale": "#5F86AD",
    "dark": "#4A5663",
    "hatch": "#7A8794",
    "hatch_ground": "#E4E8EC",
    "band": "#E8ECF0",
}
DARK = {
    "ground": "#10161D",
    "panel": "#1A222C",
    "ink": "#E6EBF0",
    "muted": "#A7B3BF",
    "line": "#33404D",
    "blue": "#7DB3E8",
    "blue_ground": "#17304A",
    "orange": "#F0A35E",
    "orange_ground": "#40290F",
    "purple": "#C39BE8",
    "purple_ground": "#33204A",
    "grey": "#A7B3BF",
    "grey_ground": "#27313C",
    "pale": "#5D86AE",
    "dark": "#93A1AF",
    "hatch": "#8A97A4",
    "hatch_ground": "#2A3440",
    "band": "#222C37",
}
THEMES = {"light": LIGHT, "dark": DARK}

_STYLE = """
[data-testid=stMainBlockContainer]{padding-top:2.5rem;padding-bottom:4rem;max-width:1280px}
[data-testid=stSidebarHeader]{height:1.25rem;margin:0;padding-top:.5rem}
.stApp{font-variant-numeric:tabular-nums}
.lb h1{font-size:1.875rem;font-weight:650;padding:0;margin:0;line-height:1.2;letter-spacing:-.01em}
.lb h2{font-size:1.0625rem;font-weight:600;padding:0;margin:0 0 .5rem;line-height:1.35}
.lb h2 small,.lb h3 small{font-size:.9375rem;font-weight:400;color:var(--lb-muted);margin-left:.35rem}
.lb h3{font-size:1rem;font-weight:600;padding:0;margin:0;line-height:1.3}
.lb p{margin:0}
.lb-first{font-size:1.375rem;line-height:1.4;font-weight:500;margin:.25rem 0 .35rem!important;max-width:62rem}
.lb-under,.lb-small{color:var(--lb-muted);font-size:.875rem;line-height:1.45}
.lb-brand{font-weight:650;font-size:1.0625rem;letter-spacing:-.01em}
.lb-demo{display:inline-block;border:1px dashed var(--lb-hatch);border-radius:4px;padding:0 .4rem;
 font-size:.75rem;color:var(--lb-muted);margin-left:.5rem;font-weight:400;letter-spacing:0}
.lb-badge{display:inline-block;border-radius:4px;padding:.05rem .45rem;font-size:.8125rem;
 line-height:1.5;vertical-align:middle;white-space:nowrap;max-width:100%;overflow:hidden;text-overflow:ellipsis}
.lb-badge.wrap{white-space:normal}
.lb-blue{color:var(--lb-blue);background:var(--lb-blue_ground)}
.lb-orange{color:var(--lb-orange);background:var(--lb-orange_ground)}
.lb-purple{color:var(--lb-purple);background:var(--lb-purple_ground)}
.lb-grey{color:var(--lb-grey);background:var(--lb-grey_ground)}
.lb-card{display:grid;grid-template-rows:2.7em auto auto auto auto;gap:.3rem;min-height:14.5rem}
.lb-card h3{align-self:start}
.lb-value{font-size:2rem;font-weight:600;line-height:1.15;white-space:nowrap}
.lb-value.wordy{font-size:1.375rem;line-height:1.65}
.lb-value small{font-size:.9375rem;font-weight:400;color:var(--lb-muted);margin-left:.35rem}
.lb-card p:last-child{min-height:3.6em}
.lb-card img{width:100%;height:48px;display:block}
.lb-n{white-space:nowrap}
.lb-bar{display:flex;height:2.25rem;border-radius:4px;overflow:hidden;background:var(--lb-band);gap:1px}
.lb-bar span{font-size:1.2rem;display:flex;align-items:center;justify-content:center;font-weight:600;min-width:3px}
.lb-bar .blue{background:var(--lb-blue);color:var(--lb-ground)}
.lb-bar .orange{background:var(--lb-orange);color:var(--lb-ground)}
.lb-bar .dark{background:var(--lb-dark);color:var(--lb-ground)}
.lb-bar .pale{background:var(--lb-pale);color:var(--lb-ground)}
.lb-bar .grey{background:var(--lb-grey_ground);color:var(--lb-ink)}
.lb-bar .hatch,.lb-key .hatch{color:var(--lb-ink);background:repeating-linear-gradient(135deg,
 var(--lb-hatch_ground) 0 5px,var(--lb-hatch) 5px 6px)}
.lb-bar .hatch b{background:var(--lb-ground);border-radius:3px;padding:0 .35rem}
.lb-keys{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.5rem 0 0!important;padding:0!important;list-style:none;font-size:.875rem}
.lb-keys li{margin:0!important;padding:0!important;white-space:nowrap}
.lb-key i{display:inline-block;width:.8rem;height:.8rem;border-radius:2px;margin-right:.35rem;vertical-align:-.08rem}
.lb-key i.blue{background:var(--lb-blue)}.lb-key i.orange{background:var(--lb-orange)}
.lb-key i.dark{background:var(--lb-dark)}.lb-key i.pale{background:var(--lb-pale)}
.lb-key i.grey{background:var(--lb-grey_ground);box-shadow:inset 0 0 0 1px var(--lb-hatch)}
.lb-list{list-style:none;margin:0!important;padding:0!important}
.lb-list li{display:flex;gap:.55rem;padding:.32rem 0!important;margin:0!important;line-height:1.4}
.lb-list li>b{flex:none;width:1.1rem;text-align:center;font-weight:600}
.lb-t-blue{color:var(--lb-blue)}.lb-t-orange{color:var(--lb-orange)}
.lb-t-grey{color:var(--lb-grey)}.lb-t-purple{color:var(--lb-purple)}
.lb-scroll{overflow-x:auto}
.lb table{border-collapse:collapse;width:100%;font-size:.9375rem;border:0}
.lb th{font-weight:600;text-align:left;color:var(--lb-muted);font-size:.8125rem}
.lb th,.lb td{padding:.4rem .6rem;border:0;border-bottom:1px solid var(--lb-line);vertical-align:top}
.lb td.r,.lb th.r{text-align:right;white-space:nowrap}
.lb-facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;font-size:.9375rem;margin:0!important;padding:0!important}
.lb-facts dt{color:var(--lb-muted)}.lb-facts dd{margin:0!important}
.lb-multiples{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem}
.lb-multiples img{width:100%;height:72px;display:block;margin:.25rem 0}
.lb-board{display:grid;grid-template-columns:repeat(auto-fit,minmax(13.5rem,1fr));gap:1rem}
.lb-board section{background:var(--lb-panel);border-radius:6px;padding:.75rem}
.lb-board article{background:var(--lb-ground);border:1px solid var(--lb-line);border-radius:6px;
 padding:.55rem .65rem;margin-top:.5rem;line-height:1.35}
[class*=st-key-way_] [data-testid=stPageLink]{width:100%}
[class*=st-key-way_] a{padding:.3rem 0!important;margin:0;background:none!important;
 border-radius:4px}
[class*=st-key-way_] a p{line-height:1.4}
[class*=st-key-way_]:hover a p strong,[class*=st-key-card_]:hover a p{text-decoration:underline}
[class*=st-key-way_] a p,[class*=st-key-row_] button p,[class*=st-key-row_] a p{display:grid;
 column-gap:1rem;row-gap:.15rem;text-align:left;white-space:normal;width:100%;align-items:center}
[class*=st-key-way_] a p{grid-template-columns:minmax(0,1fr);row-gap:0}
[class*=st-key-way_] a span,[class*=st-key-row_] a span{white-space:normal!important}
[class*=st-key-card_] a{padding:0!important;margin:0;background:none!important;color:var(--lb-blue)}
[class*=st-key-card_] a p{font-size:.875rem}
[data-testid=stColumn]:has([class*=st-key-card_]){position:relative}
[class*=st-key-card_] a::after{content:"";position:absolute;inset:0}
[class*=st-key-rows_]{gap:0!important;margin-top:-1rem}
[class*=st-key-row_]{border-bottom:1px solid var(--lb-line)}
[class*=st-key-row_]:hover{background:var(--lb-panel)}
[class*=st-key-row_] button{justify-content:stretch;padding:.6rem .5rem;min-height:2.75rem;border-radius:0;width:100%}
[class*=st-key-row_] button>div,[class*=st-key-row_] button span:has(>span>[data-testid=stMarkdownContainer]),
[class*=st-key-row_] button [data-testid=stMarkdownContainer]{width:100%}
[class*=st-key-row_] a{padding:.6rem .5rem!important;border-radius:0;background:none!important}
[class*=st-key-row_point] button p{grid-template-columns:minmax(0,4fr) minmax(0,3fr) 6.5rem 7rem minmax(0,2.6fr)}
[class*=st-key-row_figure] a p{grid-template-columns:minmax(0,3fr) 8rem 5.5rem minmax(0,2fr) minmax(0,2.4fr) 150px}
[class*=st-key-row_figure] [data-testid=stPageLink],[class*=st-key-row_figure] a,[class*=st-key-row_figure] a *:has(p){width:100%}
[class*=st-key-row_figure] a p{font-weight:400;line-height:1.35}
.st-key-ways{gap:.6rem!important}
[class*=st-key-row_figure] img{max-height:none!important;height:38px!important;width:150px!important;max-width:none}
.lb-head{display:grid;column-gap:1rem;padding:0 .5rem .3rem;font-size:.8125rem;font-weight:600;
 color:var(--lb-muted);border-bottom:1px solid var(--lb-line)}
.lb-head.point{grid-template-columns:minmax(0,4fr) minmax(0,3fr) 6.5rem 7rem minmax(0,2.6fr)}
.lb-head.figure{grid-template-columns:minmax(0,3fr) 8rem 5.5rem minmax(0,2fr) minmax(0,2.4fr) 150px}
:is(a,button,summary,input):focus-visible{outline:3px solid var(--lb-blue)!important;outline-offset:2px}
@media (max-width:760px){
 .lb-head{display:none}
 [class*=st-key-row_point] button p,[class*=st-key-row_figure] a p{grid-template-columns:minmax(0,1fr) auto}
 [class*=st-key-row_point] button p>:first-child,[class*=st-key-row_figure] a p>:first-child{grid-column:1/-1}
 .lb-card{min-height:0;grid-template-rows:auto}
 .lb-first{font-size:1.1875rem}
 .lb h1{font-size:1.5rem}
 .lb-keys li{white-space:normal}
 [data-testid=stMainBlockContainer]{padding:4rem 1rem 3rem}
 .st-key-filters>:first-child{flex:1 0 100%!important}
 .st-key-filters>*{flex:1 1 8rem!important;width:auto!important}
}
@media print{[data-testid=stSidebar],[data-testid=stHeader],.st-key-filters{display:none!important}}
"""


ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6"'
    ' fill="#0B5394"/><path d="M6 21l6-6 5 4 9-10" fill="none" stroke="#fff" stroke-width="3"/></svg>'
)


@cache
def style_sheet(theme: str) -> str:
    """The style sheet for `light` or `dark`, as an HTML element."""
    colours = "".join(f"--lb-{name}:{value};" for name, value in THEMES[theme].items())
    return f"<style>:root{{{colours}}}{_STYLE}</style>"
