"""How a report looks: light, dark and on paper; nothing is told by colour alone."""

from __future__ import annotations

_LIGHT = """--paper: #fff; --ink: #1c2126; --quiet: #5d6873; --rule: #dfe3e8; --axis: #8b95a0; --card: #f6f7f9;
  --solid: #2b6cb0; --hatch: #b4491e; --faint: #c3ccd6;"""
_DARK = """--paper: #14181c; --ink: #e6e9ec; --quiet: #9aa5b0; --rule: #2d353d; --axis: #66717c; --card: #1c2228;
  --solid: #6ba8e5; --hatch: #e8895c; --faint: #4a5560;"""

STYLE = f"""
:root {{ {_LIGHT} color-scheme: light dark; }}
@media (prefers-color-scheme: dark) {{ :root {{ {_DARK} }} }}
@media print {{ :root {{ {_LIGHT} }} }}
@page {{ margin: 13mm 12mm;
  @bottom-right {{ content: counter(page) " / " counter(pages); font: 8pt sans-serif; }} }}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 78rem; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: break-word; }}
h1 {{ font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; }}
h2 {{ font-size: 1.1rem; margin: 0 0 .6rem; break-after: avoid; }}
header p {{ margin: .1rem 0; color: var(--quiet); }}
header p.past {{ color: var(--ink); font-weight: 600; }}
.glance {{ display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.5rem 0 .5rem; padding: 0; }}
.glance > div {{ flex: 1 1 10.5rem; background: var(--card); border: 1px solid var(--rule); border-radius: 6px;
  padding: .7rem .85rem; break-inside: avoid; }}
.glance dt {{ color: var(--quiet); font-size: .85rem; }}
.glance dd {{ margin: 0; }}
.glance .value {{ font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; }}
.beside {{ color: var(--quiet); font-size: .8rem; white-space: normal; }}
td .beside {{ max-width: 11.5rem; margin-left: auto; }}
section {{ margin-top: 2.2rem; }}
figure {{ margin: 0 0 .8rem; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; font-size: .88rem; font-variant-numeric: tabular-nums; }}
th, td {{ padding: .28rem .7rem .28rem 0; text-align: left; vertical-align: baseline;
  border-bottom: 1px solid var(--rule); }}
thead th {{ color: var(--quiet); font-weight: 500; border-bottom-color: var(--axis); vertical-align: bottom; }}
tbody th {{ font-weight: 400; min-width: 7rem; max-width: 24rem; }}
.number {{ text-align: right; white-space: nowrap; }}
td svg {{ vertical-align: -1px; margin-left: .4rem; }}
tr {{ break-inside: avoid; }}
thead {{ display: table-header-group; }}
sup a {{ color: var(--quiet); text-decoration: none; font-size: .7rem; padding-left: .1rem; }}
.note, .empty {{ color: var(--quiet); font-size: .85rem; margin: .5rem 0 0; max-width: 46rem; }}
ol {{ columns: 2 24rem; column-gap: 2.5rem; padding-left: 1.6rem; font-size: .82rem; color: var(--quiet); }}
ol li {{ break-inside: avoid; margin-bottom: .4rem; }}
ol li:target {{ color: var(--ink); background: var(--card); }}
ol b {{ color: var(--ink); font-weight: 500; }}
footer {{ margin-top: 2.5rem; color: var(--quiet); font-size: .82rem; }}
svg {{ font: 11px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }}
svg.plot {{ width: 100%; height: auto; display: block; max-width: 46rem; }}
svg text {{ fill: var(--ink); }}
svg text.label {{ fill: var(--quiet); }}
svg text.small {{ fill: var(--quiet); font-size: 9.5px; }}
.rule {{ stroke: var(--rule); }} .axis {{ stroke: var(--axis); }}
.solid {{ fill: var(--solid); }} .faint {{ fill: var(--faint); }}
.hollow {{ fill: var(--paper); stroke: var(--solid); stroke-width: 1; }}
.stripe {{ fill: var(--hatch); }}
.hatched {{ stroke: var(--hatch); stroke-width: .8; }}
.course {{ fill: none; stroke: var(--solid); stroke-width: 1.8; stroke-linejoin: round; }}
.dot {{ fill: var(--solid); }}
.early {{ fill: var(--paper); stroke: var(--solid); stroke-width: 1.4; }}
.interval {{ stroke: var(--solid); stroke-width: 2; }}
@media print {{ body {{ padding: 0; max-width: none; font-size: 9pt; }} .scroll {{ overflow: visible; }}
  .glance {{ gap: 2mm; margin-top: 4mm; }} .glance > div {{ flex-basis: 34mm; padding: 2mm; }}
  .glance .value {{ font-size: 11pt; }} section {{ margin-top: 6mm; }} figure {{ break-inside: avoid; }}
  table {{ font-size: 7pt; }} td, th {{ padding: .7mm 1.6mm .7mm 0; }} tbody th {{ min-width: 0; }}
  td svg {{ width: 14mm; }} .beside, td .beside {{ font-size: 6pt; max-width: 24mm; }}
  sup a {{ font-size: 5pt; }} .note, .empty {{ font-size: 7pt; }} .glance .beside {{ max-width: none; }}
  svg.plot {{ max-width: 130mm; }} ol {{ columns: 2; font-size: 7pt; }} a {{ color: inherit; }}
  * {{ print-color-adjust: exact; }} }}
@media (max-width: 40rem) {{ body {{ padding: 1rem; }} th, td {{ padding-right: .5rem; }} }}
"""
