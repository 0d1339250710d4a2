import * as ort from './node_modules/onnxruntime-web/dist/ort.wasm.min.mjs';
import { metadataOf } from './metadata.mjs';

ort.env.wasm.numThreads = 1; // more of them need headers that a plain file server does not send

const [text, state, label, scores, tokens] = ['text', 'state', 'label', 'scores', 'tokens'].map((id) => document.getElementById(id));
const models = {};
const most = 5;
let latest = 0;

async function load(name) {
  const response = await fetch(`../${name}/${name}.onnx`);
  if (!response.ok) {
    throw new Error(`${name}.onnx: ${response.status} ${response.statusText}`);
  }

  const bytes = new Uint8Array(await response.arrayBuffer());
  return { session: await ort.InferenceSession.create(bytes), labels: JSON.parse(metadataOf(bytes)['mlseq.labels']) };
}

// Words and punctuation, without white space.
function cut(sentence) {
  return [...new Intl.Segmenter('en', { granularity: 'word' }).segment(sentence)].map((part) => part.segment).filter((part) => part.trim());
}

function element(tag, content, className = '') {
  return Object.assign(document.createElement(tag), { textContent: content, className });
}

// Text in, one label out: the graph itself cuts the text.
async function classify({ session, labels }, sentence) {
  const { PredictedLabel, Score } = await session.run({ Text: new ort.Tensor('string', [sentence], [1]) });
  const best = [...Score.data].map((score, i) => ({ score, name: labels[i] })).sort((a, b) => b.score - a.score).slice(0, most);
  return {
    label: PredictedLabel.data[0],
    scores: best.flatMap(({ score, name }) => [
      element('span', name), Object.assign(document.createElement('meter'), { value: score, title: name }), element('span', score.toFixed(3), 'number'),
    ]),
    tokens: cut(sentence).map((token) => element('span', token)),
  };
}

// Tokens in, a tag for each out.
async function tag({ session, labels }, sentence) {
  const words = cut(sentence);
  const { PredictedLabel } = await session.run({ Tokens: new ort.Tensor('string', words, [1, words.length]) });
  return {
    label: '',
    scores: [],
    tokens: words.map((word, i) => {
      const token = element('span', word);
      token.style.setProperty('--hue', (137.5 * labels.indexOf(PredictedLabel.data[i])) % 360); // far apart from tag to tag
      token.style.setProperty('--colour', '65%');
      token.append(element('small', PredictedLabel.data[i]));
      return token;
    }),
  };
}

async function show() {
  const [turn, sentence, name] = [++latest, text.value, document.querySelector('input[name=model]:checked').value];
  try {
    state.textContent = models[name] ? '' : 'loading the model ...';
    const model = await (models[name] ??= load(name));
    const result = cut(sentence).length === 0 ? { label: '', scores: [], tokens: [] } : await (name === 'namespaces' ? classify : tag)(model, sentence);
    if (turn === latest) {
      label.textContent = result.label;
      scores.replaceChildren(...result.scores);
      tokens.replaceChildren(...result.tokens);
      state.textContent = '';
      document.body.dataset.shown = `${name}: ${sentence}`;
    }
  } catch (e) {
    delete models[name];
    state.textContent = `That did not work: ${e.message}`;
  }
}

document.addEventListener('input', show);
show();
