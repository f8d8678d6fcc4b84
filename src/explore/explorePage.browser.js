// The page of `farfield explore`: reads a network and data, audits them, and moves one feature out.
// Bundled with the engines by scripts/bundleExplore.mjs; nothing leaves the machine.
import { audit } from '../audit/audit.js';
import { auditDataOfText } from '../audit/auditData.js';
import { className } from '../audit/className.js';
import { fitDetectors, fittingSplit } from '../audit/fittedDetectors.js';
import { headlineOf, headlineText } from '../audit/headline.js';
import { classTable } from '../audit/html/classTable.js';
import { detectorMatrix } from '../audit/html/detectorMatrix.js';
import { windowFigure } from '../audit/html/windowFigure.js';
import { momentsOf } from '../audit/inputScaling.js';
import { rankedDirections } from '../audit/ranking.js';
import { Classifier } from '../detectors/index.js';
import { evaluate } from '../network/evaluate.js';
import { networkOfBytes } from '../readers/networkOfBytes.js';
import { softmax } from '../uncertainty/softmax.js';

const IDS = ['msp', 'mds', 'cea-msp'];
const element = (id) => document.getElementById(id);
const status = (text) => {
  element('status').textContent = text;
};
const files = { network: null, table: null };

/** How far out the handle reaches: 10⁴ standard deviations at the ends, fine near the data. */
const REACH = 4;
const outOf = (place) => Math.sign(place) * (10 ** (Math.abs(place) * REACH) - 1) * 0.1;
const POINTS = 161;
const BOX = { left: 46, right: 700, top: 12, bottom: 190 };

async function take(list) {
  for (const file of list) {
    if (/\.(csv|txt)$/i.test(file.name)) files.table = { name: file.name, text: await file.text() };
    else files.network = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  }
  await show();
}

async function show() {
  if (!files.network) return status('Now the network: an .onnx file.');
  status('Reading and auditing …');
  element('found').hidden = true;
  try {
    const network = await networkOfBytes(files.network.bytes, files.network.name);
    const data = files.table ? auditDataOfText(files.table.text, files.table.name, network) : null;
    const run = await audit(network, {
      name: files.network.name,
      workers: 0,
      ...(data && { data, detectors: IDS }),
      onProgress: (done, total) => status(`Auditing: ${done} of ${total} directions`),
    });
    found(run.audit);
    explorer(network, data, run.audit, data ? fittedOn(network, data) : []);
    element('found').hidden = false;
    status(
      `${files.network.name}${data ? ` and ${data.x.rows} rows of ${data.name}` : ', without data'}: nothing left this machine.`,
    );
  } catch (error) {
    status(error instanceof Error ? error.message : String(error));
  }
}

/** The detectors, fitted on the rows and with the thresholds that the audit has. */
function fittedOn(network, data) {
  const classifier = new Classifier(network);
  const split = fittingSplit(classifier, data.x, data.labels, 1, IDS);
  return fitDetectors(classifier, split, IDS, { lenient: true, flagRate: 0.05 }).detectors;
}

/** What the audit found, as its page shows it. */
function found(audit) {
  const headline = headlineOf(audit);
  element('headline').textContent = headline
    ? headlineText(audit, headline)
    : 'No direction ends in certainty.';
  const ranked = rankedDirections(audit.directions);
  const list = document.createElement('ul');
  for (const sentence of audit.summary.sentences) {
    const item = document.createElement('li');
    item.textContent = sentence;
    list.append(item);
  }
  element('summary').replaceChildren(list);
  const parts =
    ranked.length === 0
      ? []
      : [
          windowFigure(audit, ranked),
          audit.detectors.length > 0 ? detectorMatrix(audit, ranked) : null,
          classTable(audit, ranked),
        ];
  element('views').innerHTML = parts.map((part) => (part ? part.text : '')).join('');
}

/** The handle that moves one feature of one row out. */
function explorer(network, data, audit, detectors) {
  const size = network.inputSize;
  const deviations = data ? momentsOf(data.x).deviations : new Float64Array(size).fill(1);
  const features = data ? data.features : Array.from({ length: size }, (_, d) => `x_${d}`);
  const feature = element('feature');
  feature.replaceChildren(
    ...features.map((name, d) => {
      const option = document.createElement('option');
      option.value = String(d);
      option.textContent = name;
      return option;
    }),
  );
  const row = element('row');
  row.max = String(data ? data.x.rows : 1);
  row.value = '1';
  const handle = element('handle');
  const classifier = detectors.length > 0 ? new Classifier(network) : null;
  const origin = () => {
    const start = new Float64Array(size);
    const n = Math.min(Number(row.max), Math.max(1, Number(row.value) || 1)) - 1;
    if (data) start.set(data.x.values.subarray(n * size, (n + 1) * size));
    return start;
  };
  const moved = (place) => {
    const at = origin();
    const d = Number(feature.value);
    at[d] += outOf(place) * (deviations[d] || 1);
    return at;
  };
  const probabilities = (at) => softmax(evaluate(network, at));
  let place = 0;

  const curve = () => {
    const points = Array.from({ length: POINTS }, (_, k) => -1 + (2 * k) / (POINTS - 1));
    const path = points
      .map(
        (at, k) =>
          `${k === 0 ? 'M' : 'L'}${xOf(at).toFixed(1)} ${yOf(Math.max(...probabilities(moved(at)))).toFixed(1)}`,
      )
      .join('');
    element('curve').setAttribute('d', path);
  };
  const update = () => {
    const at = moved(place);
    const d = Number(feature.value);
    const p = probabilities(at);
    const top = p.indexOf(Math.max(...p));
    const far = outOf(place);
    handle.setAttribute('transform', `translate(${xOf(place).toFixed(1)} 0)`);
    handle.setAttribute('aria-valuenow', String(place));
    const words = `${features[d]} ${far < 0 ? '−' : '+'}${Number(Math.abs(far).toPrecision(3))} ${data ? 'σ' : ''}, at ${Number(at[d].toPrecision(4))}`;
    handle.setAttribute('aria-valuetext', words);
    element('place').textContent = words;
    element('confidence').textContent =
      `${(100 * p[top]).toFixed(2)} % class ${className(audit, top)}`;
    element('detectors').replaceChildren(
      ...detectors.map(({ id, name, scorer, threshold }) => {
        const [novelty] = scorer.score(classifier.observe([Array.from(at)]));
        const item = document.createElement('li');
        item.dataset.id = id;
        item.textContent = `${name} ${novelty > threshold ? 'flags' : 'is silent'}: ${Number(novelty.toPrecision(4))}, threshold ${Number(threshold.toPrecision(4))}`;
        return item;
      }),
    );
    const direction = audit.directions.find(
      (one) => one.feature === d && one.sign === (place < 0 ? -1 : 1),
    );
    element('limit').textContent = limitText(audit, direction);
  };
  const set = (value) => {
    place = Math.min(1, Math.max(-1, value));
    update();
  };
  handle.onkeydown = (event) => {
    const step = {
      ArrowRight: 0.02,
      ArrowUp: 0.02,
      ArrowLeft: -0.02,
      ArrowDown: -0.02,
      PageUp: 0.1,
      PageDown: -0.1,
    }[event.key];
    if (event.key === 'Home') set(-1);
    else if (event.key === 'End') set(1);
    else if (step) set(place + step);
    else return;
    event.preventDefault();
  };
  const plot = element('plot');
  const follow = (event) => {
    const box = plot.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 720;
    set((2 * (x - BOX.left)) / (BOX.right - BOX.left) - 1);
  };
  plot.onpointerdown = (event) => {
    plot.setPointerCapture(event.pointerId);
    handle.focus();
    follow(event);
  };
  plot.onpointermove = (event) => {
    if (plot.hasPointerCapture(event.pointerId)) follow(event);
  };
  feature.onchange = row.onchange = () => {
    curve();
    update();
  };
  element('axis-title').textContent = data
    ? 'distance from the row, standard deviations of the data, symmetric logarithmic'
    : 'distance from the origin, input units, symmetric logarithmic';
  curve();
  set(0);
}

/** How a direction ends: decided, whatever the scale. */
function limitText(audit, direction) {
  if (!direction) return 'not looked at';
  if (direction.certainOf !== null)
    return `certain of class ${className(audit, direction.certainOf)}, for ever: decided`;
  const ends = {
    tied: 'a tie of classes',
    flat: 'a constant softmax',
    varies: 'it depends on the row',
    'no-limit': 'no limit',
    saturating: 'certainty',
  };
  return ends[direction.regime] ?? 'not known';
}

function xOf(place) {
  return BOX.left + ((place + 1) / 2) * (BOX.right - BOX.left);
}

function yOf(share) {
  return BOX.bottom - share * (BOX.bottom - BOX.top);
}

const drop = element('drop');
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('over');
  take(event.dataTransfer.files);
});
element('files').addEventListener('change', (event) => take(event.target.files));
drop.addEventListener('dragenter', () => drop.classList.add('over'));
drop.addEventListener('dragleave', (event) => {
  // Onto what is inside it is not off it.
  if (!drop.contains(event.relatedTarget)) drop.classList.remove('over');
});

const embedded = JSON.parse(element('embedded').textContent);
if (embedded) {
  files.network = {
    name: embedded.network.name,
    bytes: Uint8Array.from(atob(embedded.network.base64), (c) => c.charCodeAt(0)),
  };
  if (embedded.table) files.table = embedded.table;
  show();
}
