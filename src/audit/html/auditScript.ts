/**
 * What the audit page does with scripts: sorts, searches and filters its table, draws the curves of
 * a direction that is asked for, and tells what is under the pointer in a heat map. Without
 * scripts the page shows the same numbers.
 */
export const AUDIT_SCRIPT = `
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('audit-data').textContent);
  const table = document.getElementById('directions');
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-';
  const cellsOf = new Map(rows.map((row) => [row, [...row.cells].map((cell) => cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v))]));
  const textOf = new Map(rows.map((row) => [row, row.cells[0].textContent.toLowerCase()]));
  const controls = document.getElementById('controls');
  const search = controls.querySelector('input');
  const [classes, blindTo] = controls.querySelectorAll('select');
  const count = document.getElementById('shown');
  controls.hidden = false;

  const closeDrawing = () => { const open = body.querySelector('tr.drawn'); if (open) open.remove(); };

  const filter = () => {
    closeDrawing();
    const words = search.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const detector = blindTo.value === '' ? null : row.cells[row.cells.length - data.columns + Number(blindTo.value)];
      const fits = textOf.get(row).includes(words)
        && (classes.value === '' || row.cells[1].textContent === classes.value)
        && (detector === null || detector.className === 'blind');
      row.hidden = !fits;
      if (fits) shown++;
    }
    count.textContent = shown + ' of ' + rows.length;
  };
  for (const control of [search, classes, blindTo]) control.addEventListener('input', filter);
  filter();

  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener('click', () => {
      const descending = heading.getAttribute('aria-sort') === 'ascending';
      for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
      heading.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      closeDrawing();
      const way = descending ? -1 : 1;
      const compare = (x, y) => {
        const a = cellsOf.get(x)[column];
        const b = cellsOf.get(y)[column];
        return way * (typeof a === 'number' ? (a < b ? -1 : a > b ? 1 : 0) : a.localeCompare(b, 'en', { numeric: true })) || x.dataset.i - y.dataset.i;
      };
      body.append(...rows.sort(compare));
    });
  });

  // Where a box has more than it shows, its hint is there.
  for (const box of document.querySelectorAll('.scroll')) {
    const hint = box.previousElementSibling;
    hint.dataset.told = '';
    const tell = () => { hint.hidden = box.scrollWidth <= box.clientWidth + 1 || box.scrollLeft > 8; };
    tell();
    box.addEventListener('scroll', tell);
    new ResizeObserver(tell).observe(box);
  }
  addEventListener('beforeprint', () => { for (const part of document.querySelectorAll('details')) part.open = true; });

  const short = (v) => v >= 1e6 || v < 1e-3 ? v.toExponential(0).replace('e+', 'e') : String(Number(v.toPrecision(3)));
  const escape = (text) => text.replace(/[&<>"]/g, (c) => '&#' + c.charCodeAt(0) + ';');
  const draw = (curve, label) => {
    const { width, left, right, confidence: upper, auroc: lower } = data.box;
    const [reference, certain, confidence, ...shares] = curve;
    const end = (shares.length > 0 ? lower : upper).bottom;
    const from = Math.log10(reference) - 2;
    const x = (t) => left + Math.min(1, Math.max(0, (Math.log10(t) - from) / 6)) * (right - left);
    const y = (v, box) => box.bottom - v * (box.bottom - box.top);
    const points = confidence.length;
    const path = (text, box) => [...text].map((c, j) => c === '.' ? '' : (j === 0 ? 'M' : 'L') + (left + (right - left) * j / (points - 1)).toFixed(1) + ' ' + y(LETTERS.indexOf(c) / 63, box).toFixed(1)).join('');
    const svg = ['<svg role="img" viewBox="0 0 ' + width + ' ' + (end + data.box.height - lower.bottom) + '"><title>Confidence and detectors against scale</title><g class="axis">'];
    for (const [title, box] of shares.length > 0 ? [['confidence', upper], ['AUROC', lower]] : [['confidence', upper]]) {
      for (const v of [0, 0.5, 1]) svg.push('<path d="M' + left + ' ' + y(v, box) + 'H' + right + '"/><text x="' + (left - 4) + '" y="' + (y(v, box) + 3.5) + '" text-anchor="end">' + v + '</text>');
      svg.push('<text class="axis-title" transform="translate(11 ' + (box.top + box.bottom) / 2 + ')rotate(-90)" text-anchor="middle">' + title + '</text>');
    }
    for (let p = Math.ceil(from - 1e-9); p <= from + 6 + 1e-9; p++) svg.push('<text x="' + x(10 ** p).toFixed(1) + '" y="' + (end + 14) + '" text-anchor="middle">' + short(10 ** p) + '</text>');
    svg.push('<text class="axis-title" x="' + (left + right) / 2 + '" y="' + (end + 32) + '" text-anchor="middle">scale along ' + escape(label) + ' in ' + data.unit + ' units, logarithmic</text></g>');
    if (certain !== null) svg.push('<path class="certain" d="M' + x(certain).toFixed(1) + ' ' + upper.top + 'V' + end + '"/>');
    if (shares.length > 0 && data.flagRate !== null) svg.push('<path class="threshold" d="M' + left + ' ' + y(1 - data.flagRate, lower).toFixed(1) + 'H' + right + '"/>');
    shares.forEach((text, d) => svg.push('<path class="curve" d="' + path(text, lower) + '" style="stroke:var(--series-' + (d + 1) + ')" stroke-dasharray="' + data.dashes[d] + '"/>'));
    svg.push('<path class="curve confidence" d="' + path(confidence, upper) + '"/></svg>');
    return svg.join('');
  };
  const open = (row) => {
    const again = row.nextElementSibling?.className === 'drawn';
    closeDrawing();
    if (again) return;
    const holder = body.insertRow(row.sectionRowIndex + 1);
    holder.className = 'drawn';
    const cell = holder.insertCell();
    cell.colSpan = row.cells.length;
    // Made of numbers and letters of the page's own data, and of a label that is escaped.
    cell.innerHTML = draw(data.curves[row.dataset.i], row.cells[0].textContent);
    const legend = document.querySelector('#curves .legend');
    if (legend) cell.append(legend.cloneNode(true));
  };
  for (const row of rows) {
    if (!data.curves[row.dataset.i]) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.title = 'Show confidence and scores against scale';
    button.textContent = row.cells[0].textContent;
    row.cells[0].replaceChildren(button);
    button.addEventListener('click', () => open(row));
  }

  const readout = document.getElementById('heat-readout');
  const places = new Map(rows.map((row) => [row.dataset.i, row]));
  for (const map of document.querySelectorAll('.heat svg')) {
    const at = (event) => {
      const box = map.getBoundingClientRect();
      const width = Number(map.dataset.width);
      const cell = box.width / width;
      const column = Math.min(width - 1, Math.floor((event.clientX - box.left) / cell));
      const line = Math.floor((event.clientY - box.top) / cell);
      const feature = Number(map.dataset.channel) * Number(map.dataset.size) + line * width + column;
      return places.get(String(2 * feature + (map.dataset.sign === '1' ? 0 : 1)));
    };
    map.addEventListener('pointermove', (event) => {
      const row = at(event);
      readout.textContent = row
        ? row.cells[0].textContent + ': class ' + row.cells[1].textContent + ', 99 % certain from ' + row.cells[data.danger].textContent + ' on'
        : 'does not end in certainty';
    });
    map.addEventListener('click', (event) => {
      const row = at(event);
      if (!row) return;
      search.value = row.cells[0].textContent;
      filter();
      document.getElementById('table').scrollIntoView();
    });
  }
})();
`;
