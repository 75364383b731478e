extension AuditPage {
    /// How the page looks, on screens wide and narrow, light and dark, and on paper.
    static let style = """
        :root { color-scheme: light dark; --ink: #1c2530; --soft: #5c6b7a; --paper: #ffffff; --line: #d9e0e7;
          --shade: #f4f6f9; --accent: #1f5fae; --error: #b3261e; --warning: #9a5b00; --info: #4d6076; --ok: #1f7a4a;
          --synced: #2f9461; --pending: #8496ab; --failed: #c8443c; --blocked: #d98e1f; --cleaned: #3f86c6;
          --other: #8a63b8; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #9fb0c0; --paper: #14191f;
          --line: #323c47; --shade: #1d242c; --accent: #7fb2ee; --error: #ff8f86; --warning: #f0b65c; --info: #a9bccf;
          --ok: #78cf9d; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem clamp(1rem, 3vw, 2.5rem); max-width: 100rem; background: var(--paper);
          color: var(--ink); font: 15px/1.45 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
        h1 { margin: 0; font-size: 1.5rem; font-weight: 650; overflow-wrap: anywhere; }
        h1 code { font-size: .9em; }
        h2, figcaption { margin: 0 0 .6rem; font-size: 1.05rem; font-weight: 650; }
        header p, .note { margin: .25rem 0 1.25rem; color: var(--soft); }
        code, .path { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
        ul { margin: 0; padding: 0; list-style: none; }
        main { display: flex; flex-direction: column; gap: 2rem; }
        #summary { order: -1; }
        .totals { display: flex; flex-wrap: wrap; gap: .75rem; margin-bottom: 1.25rem; }
        .totals li { flex: 1 1 4.75rem; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: .5rem;
          color: var(--soft); background: var(--shade); }
        .totals b { display: block; font-size: 1.6rem; line-height: 1.2; color: var(--ink);
          font-variant-numeric: tabular-nums; }
        .totals .error b { color: var(--error); } .totals .warning b { color: var(--warning); }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
          gap: 1.5rem 2.5rem; align-items: start; }
        figure { margin: 0; break-inside: avoid; }
        figure table { width: 100%; border-collapse: collapse; }
        figure th { width: 1%; max-width: 13rem; padding: .15rem .75rem .15rem 0; text-align: left; font-weight: 400;
          white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
        figure .bar { display: flex; padding: .3rem 0; gap: 1px; }
        figure .bar i { height: 1.05rem; }
        figure .bar i:first-child { border-radius: 2px 0 0 2px; } figure .bar i:last-child { border-radius: 0 2px 2px 0; }
        figure .number { width: 1%; padding-left: .75rem; text-align: right; font-variant-numeric: tabular-nums; }
        .key { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin-top: .5rem; color: var(--soft); font-size: .9em; }
        .dot { display: inline-block; width: .65em; height: .65em; margin-right: .4em; border-radius: 50%; }
        i.synced { background: var(--synced); } i.pending { background: var(--pending); }
        i.failed, i.error { background: var(--failed); } i.blocked, i.warning { background: var(--blocked); }
        i.cleaned { background: var(--cleaned); } i.other { background: var(--other); }
        i.info { background: var(--pending); } i.unknown { background: var(--line); }
        #controls { display: flex; flex-wrap: wrap; gap: .6rem 1.25rem; align-items: center; margin-bottom: .75rem;
          color: var(--soft); }
        #controls input, #controls select { margin-left: .3rem; padding: .35rem .5rem; font: inherit; color: var(--ink);
          background: var(--paper); border: 1px solid var(--line); border-radius: .35rem; }
        #controls input { width: min(22rem, 60vw); }
        #table { width: 100%; border-collapse: collapse; }
        #table th { position: sticky; top: 0; padding: 0; text-align: left; background: var(--shade);
          border-bottom: 2px solid var(--line); }
        #table th button { width: 100%; padding: .45rem .6rem; font: inherit; font-weight: 650; text-align: left;
          white-space: nowrap; color: inherit; background: none; border: 0; cursor: pointer; }
        #table th button::after { content: "\\2195"; margin-left: .4em; opacity: .35; }
        #table th[aria-sort=ascending] button::after { content: "\\2191"; opacity: 1; }
        #table th[aria-sort=descending] button::after { content: "\\2193"; opacity: 1; }
        #table td { padding: .45rem .6rem; vertical-align: top; border-bottom: 1px solid var(--line); }
        #table tbody tr:hover { background: var(--shade); }
        #table [hidden] { display: none; }
        td.path { min-width: 14rem; max-width: 34rem; font-size: .87em; overflow-wrap: anywhere; }
        td[data-name=Created], td[data-name=Kind] { white-space: nowrap; }
        td[data-name=Status] { overflow-wrap: break-word; }
        td[data-name=Equipment] { max-width: 14rem; overflow-wrap: break-word; }
        td.findings { min-width: 17rem; max-width: 44rem; overflow-wrap: anywhere; }
        td.findings li + li { margin-top: .35rem; }
        td.findings b { font-weight: 600; }
        td.findings .error b { color: var(--error); } td.findings .warning b { color: var(--warning); }
        td.findings .info b { color: var(--info); }
        td.findings li > span { display: block; color: var(--soft); font-size: .92em; }
        td.findings .info > span { display: none; }
        td.findings code { font-size: .92em; } td.findings code span { white-space: nowrap; }
        .badge { display: inline-block; padding: 0 .5em; border: 1px solid currentColor; border-radius: 1em;
          font-size: .85em; line-height: 1.5; white-space: nowrap; }
        .badge.error { color: var(--error); } .badge.warning { color: var(--warning); }
        .badge.info { color: var(--info); } .badge.ok { color: var(--ok); }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
        @media screen and (max-width: 60rem) {
          #table thead tr { display: flex; flex-wrap: wrap; }
          #table th { position: static; border: 0; background: none; }
          #table tbody tr { display: block; padding: .6rem 0; border-bottom: 1px solid var(--line); }
          #table td { display: flex; max-width: none; min-width: 0; padding: .12rem 0; border: 0; white-space: normal; }
          #table td:empty { display: none; }
          #table td::before { content: attr(data-name); flex: 0 0 6.5rem; color: var(--soft); font-size: .87rem;
            font-family: system-ui, sans-serif; }
        }
        @media print {
          @page { size: A4 landscape; margin: 12mm; }
          :root { --ink: #000; --soft: #444; --paper: #fff; --line: #bbb; --shade: #f2f2f2; --error: #9c1d16;
            --warning: #7a4700; --info: #3c4c5e; --ok: #155c36; }
          body { padding: 0; max-width: none; font-size: 9pt; }
          i, .totals li, #table th { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          #controls { display: none; }
          #table th { position: static; } #table th button::after { content: none; }
          #table th button, #table td { padding: 2pt 4pt; }
          #table tr { break-inside: avoid; } #table thead { display: table-header-group; }
          h1 { font-size: 14pt; } td.path { min-width: 55mm; max-width: 70mm; }
          td.findings { min-width: 75mm; }
          .charts { grid-template-columns: 1fr 1fr 1fr; }
        }
        """
}
