extension HTMLPage {
  /// The look, on a screen and on paper.
  static let style = """
    :root { color-scheme: light; --ink: #1c2128; --faint: #59636e; --line: #d1d9e0; \
    --alarm: #b3141d; --unsure: #8a5a00; --good: #17703a; }
    * { box-sizing: border-box; }
    body { margin: 0; background: #fff; color: var(--ink); \
    font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
    main { max-width: 1280px; margin: 0 auto; padding: 1.5rem 2rem 4rem; }
    h1 { font-size: 1.7rem; margin: 0 0 1rem; }
    h2 { font-size: 1.3rem; margin: 2.4rem 0 .8rem; padding-bottom: .3rem; \
    border-bottom: 1px solid var(--line); }
    h3 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
    p { margin: .6rem 0; }
    ul { margin: .4rem 0; padding-left: 1.4rem; }
    li { margin: .2rem 0; overflow-wrap: anywhere; }
    nav { margin: 1.4rem 0; color: var(--faint); font-size: .9rem; }
    nav a { color: #0b57a4; text-decoration: none; white-space: nowrap; }
    nav a:hover { text-decoration: underline; }
    code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", \
    monospace; font-size: .87em; }
    code { background: #f2f4f7; border-radius: 3px; padding: .1em .3em; overflow-wrap: anywhere; \
    white-space: pre-wrap; }
    pre { overflow-x: auto; padding: .8rem; background: #f7f8fa; line-height: 1.25; }
    .callout { margin: 1rem 0 .4rem; padding: .9rem 1.1rem; border-left: 6px solid var(--faint); \
    background: #f7f8fa; font-size: 1.08rem; overflow-wrap: anywhere; }
    .callout.alarm { border-color: var(--alarm); background: #fdeeee; }
    .callout.unsure { border-color: var(--unsure); background: #fdf6e7; }
    .callout.good { border-color: var(--good); background: #ecf7f0; }
    .alarm strong, td strong { color: var(--alarm); }
    .unsure strong { color: var(--unsure); }
    .good strong { color: var(--good); }
    .table { overflow-x: auto; margin: .8rem 0; }
    table { border-collapse: collapse; width: 100%; font-size: .87rem; }
    th, td { border: 1px solid var(--line); padding: .35rem .55rem; text-align: left; \
    vertical-align: top; overflow-wrap: break-word; }
    th { background: #f2f4f7; font-weight: 600; overflow-wrap: normal; }
    tbody tr:nth-child(even) { background: #fafbfc; }
    @media print {
      @page { size: A4 landscape; margin: 12mm; }
      body { font-size: 9pt; }
      main { max-width: none; padding: 0; }
      nav { display: none; }
      h2, h3 { break-after: avoid; }
      tr, .callout, li { break-inside: avoid; }
      thead { display: table-header-group; }
      .table, pre { overflow: visible; }
      pre { font-size: 7pt; }
      * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
