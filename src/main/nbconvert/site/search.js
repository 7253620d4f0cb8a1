// The search of the site: `parts` are its sections, `MiniSearch` the library that indexes them in a few milliseconds.
const index = new MiniSearch({fields: ['title', 'text'], storeFields: ['at', 'page', 'under', 'text']});
index.addAll(parts);
const SHOWN = 12, BEFORE = 60, EXCERPT = 180;

// What explains a thing comes before what asks for it.
const boostDocument = id => /-exercise-\d+$/.test(parts[id].at) ? 0.5 : 1;

// All words where a section has them all; else any of them.
function search(query) {
  const options = {prefix: true, fuzzy: 0.15, boost: {title: 3}, boostDocument};
  const all = index.search(query, {...options, combineWith: 'AND'});
  return ranked(all.length ? all : index.search(query, options));
}

// A page that says much of a thing is the page on it: its sections come before those of pages that name it once.
function ranked(answers) {
  const pages = new Map();
  answers.forEach(it => pages.set(it.page, (pages.get(it.page) ?? 0) + it.score));
  return answers.map(it => [it, it.score * pages.get(it.page)]).sort((a, b) => b[1] - a[1]).map(([it]) => it);
}

// The text around the first word that was found, and that word marked.
function excerpt(answer) {
  const words = answer.terms.map(it => it.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).sort((a, b) => b.length - a.length);
  const word = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
  const at = Math.max(0, answer.text.search(word));
  const from = at <= BEFORE ? 0 : answer.text.indexOf(' ', at - BEFORE) + 1;
  const to = from + EXCERPT >= answer.text.length ? answer.text.length : answer.text.lastIndexOf(' ', from + EXCERPT);
  const line = document.createElement('span');
  line.append(from ? '\u2026 ' : '');
  answer.text.slice(from, to).split(new RegExp(`(${word.source})`, 'giu')).forEach((piece, n) => {
    line.append(n % 2 ? Object.assign(document.createElement('mark'), {textContent: piece}) : piece);
  });
  line.append(to < answer.text.length ? ' \u2026' : '');
  return line;
}

function item(answer) {
  const line = document.createElement('li'), link = line.appendChild(document.createElement('a'));
  link.href = answer.at;
  link.textContent = answer.under === answer.page ? answer.page : `${answer.page}: ${answer.under}`;
  line.append(excerpt(answer));
  return line;
}

const found = document.getElementById('found'), said = document.getElementById('said');
document.getElementById('query').addEventListener('input', event => {
  const query = event.target.value.trim(), answers = query ? search(query) : [];
  found.replaceChildren(...answers.slice(0, SHOWN).map(item));
  if (!query) said.textContent = '';
  else if (!answers.length) said.textContent = `Nothing found for \u201c${query}\u201d.`;
  else said.textContent = answers.length > SHOWN ? `${answers.length} sections, the first ${SHOWN}:` : `${answers.length} found:`;
});
