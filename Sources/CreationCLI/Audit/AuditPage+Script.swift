extension AuditPage {
    /// Sorts and searches. What is sorted and searched stands in the address, so that a view can be kept or sent on:
    /// `#sort=4&down=1&search=CONFOCAL&least=2`.
    static let script = """
        'use strict';
        (() => {
          const body = document.querySelector('#table tbody');
          const heads = [...document.querySelectorAll('#table th')];
          const search = document.getElementById('search');
          const least = document.getElementById('least');
          const count = document.getElementById('count');
          const rows = [...body.rows].map((row, place) => ({
            row, place, rank: Number(row.cells[0].dataset.v), text: row.textContent.toLowerCase() }));
          const state = { sort: -1, down: false };
          const compare = new Intl.Collator('en', { numeric: true }).compare;
          const value = (entry, column) => {
            const cell = entry.row.cells[column];
            return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
          };
          function order() {
            const { sort, down } = state;
            if (sort < 0) {
              rows.sort((a, b) => a.place - b.place);
            } else {
              rows.forEach((entry) => { entry.key = value(entry, sort); });
              rows.sort((a, b) => {
                const by = typeof a.key === 'number' ? a.key - b.key : compare(a.key, b.key);
                return (down ? -by : by) || a.place - b.place;
              });
            }
            const all = document.createDocumentFragment();
            rows.forEach((entry) => all.append(entry.row));
            body.append(all);
            heads.forEach((head, index) => head.setAttribute(
              'aria-sort', index !== sort ? 'none' : down ? 'descending' : 'ascending'));
          }
          function filter() {
            const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
            const rank = Number(least.value);
            let shown = 0;
            rows.forEach((entry) => {
              const fits = entry.rank >= rank && words.every((word) => entry.text.includes(word));
              entry.row.hidden = !fits;
              if (fits) shown += 1;
            });
            count.textContent = shown === rows.length ? `${shown} listed` : `${shown} of ${rows.length} listed`;
          }
          function keep() {
            const parts = new URLSearchParams();
            if (state.sort >= 0) parts.set('sort', state.sort);
            if (state.down) parts.set('down', 1);
            if (search.value) parts.set('search', search.value);
            if (least.value !== '0') parts.set('least', least.value);
            try { history.replaceState(null, '', '#' + parts); } catch { /* some viewers keep no address */ }
          }
          function restore() {
            const parts = new URLSearchParams(location.hash.slice(1));
            const column = parts.has('sort') ? Number(parts.get('sort')) : -1;
            state.sort = heads[column] ? column : -1;
            state.down = parts.get('down') === '1';
            search.value = parts.get('search') ?? '';
            const wanted = parts.get('least') ?? '0';
            least.value = [...least.options].some((option) => option.value === wanted) ? wanted : '0';
            order();
            filter();
          }
          heads.forEach((head, index) => head.querySelector('button').addEventListener('click', () => {
            state.down = state.sort === index && !state.down;
            state.sort = index;
            order();
            keep();
          }));
          search.addEventListener('input', () => { filter(); keep(); });
          least.addEventListener('change', () => { filter(); keep(); });
          document.getElementById('controls').addEventListener('submit', (event) => event.preventDefault());
          addEventListener('hashchange', restore);
          restore();
        })();
        """
}
