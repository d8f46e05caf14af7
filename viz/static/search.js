// Finding entities as people type them: Chinese, aliases, pinyin in full, in part or as initials; and the box that offers them.

const SUGGESTIONS = 12;
const plain = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s“”"'‘’《》「」·]/g, "");

const indexed = (node) => ({
  node,
  names: [node.name, ...node.aliases].map(plain),
  readings: node.py.map((reading) => reading.split(" ").filter(Boolean)),
});
const indexOf = new Map();
function searchIndex() {
  for (const node of nodeList) if (!indexOf.has(node.id)) indexOf.set(node.id, indexed(node));
  return nodeList.map((node) => indexOf.get(node.id));
}

// Where the query ends when it spells these syllables from number `at` on, each in full or by its first letters; else 0.
// "gyuan" spells guang yuan.
function spells(syllables, at, query, done = 0) {
  if (done === query.length) return at;
  if (at === syllables.length) return 0;
  const syllable = syllables[at];
  for (let size = Math.min(syllable.length, query.length - done); size > 0; size -= 1) {
    const end = syllable.startsWith(query.slice(done, done + size)) && spells(syllables, at + 1, query, done + size);
    if (end) return end;
  }
  return 0;
}

// 重庆 is as good as 重庆市: a place is rarely typed with the word for its level.
const isWhole = (rest) => /^[省市县区州盟旗]?$/.test(rest);

// Smaller is better; null is no match. A name before an alias, the whole before the beginning before the middle, characters before pinyin.
function score({ names, readings }, query, latin) {
  let best = null;
  const offer = (value) => {
    if (best === null || value < best) best = value;
  };
  names.forEach((name, number) => {
    const alias = number ? 1 : 0;
    const at = name.indexOf(query);
    if (at === 0) offer((isWhole(name.slice(query.length)) ? 0 : 2) + alias);
    else if (at > 0) offer(4 + alias);
    if (!latin || (best !== null && best < 6)) return;
    const syllables = readings[number] ?? [];
    const end = spells(syllables, 0, query);
    // The whole of an alias says more than the beginning of a longer name: gys is 广元市 before 《广元市…》.
    if (end) offer((isWhole(name.slice(end)) ? 6 : 8) + alias);
    else if (syllables.some((_, from) => from > 0 && spells(syllables, from, query))) offer(10 + alias);
  });
  return best;
}

// What fits a text, best first: what is on the page and, if given, what the server found.
function search(text, found = [], kinds = null) {
  const query = plain(text).slice(0, 40);
  if (!query) return [];
  const latin = /^[a-z0-9]+$/.test(query);
  const hits = [];
  const entries = [...searchIndex(), ...found.filter((node) => !nodeOf.has(node.id)).map(indexed)];
  for (const entry of entries) {
    if (kinds && !kinds.includes(entry.node.kind)) continue;
    const value = score(entry, query, latin);
    if (value !== null) hits.push({ node: entry.node, value });
  }
  const weight = (node) => node.mentions ?? 0;
  hits.sort((a, b) => a.value - b.value || weight(b.node) - weight(a.node) || a.node.name.localeCompare(b.node.name, "zh"));
  return hits.map((hit) => hit.node);
}

// What the server finds for a text; the last question wins.
const WAIT = 130;
async function searchServer(text) {
  const { found } = await ask("search", { text }).catch(() => ({ found: [] }));
  return found.map((row) => ({ ...row, id: nodeId(row.id), aliases: row.aliases ?? [], degree: null }));
}

// Wire an input and its list as a combobox; `choose` gets the entity that was taken, `kinds` limits what is offered.
function combobox(input, list, choose, kinds = null) {
  let hits = [];
  let active = -1;
  let asked = 0;
  let timer = 0;
  // Enter came before the server's answer: the first of it is taken.
  let eager = false;
  const close = () => {
    asked += 1;
    eager = false;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  };
  const mark = (number) => {
    active = number;
    [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === active)));
    const row = list.children[active];
    if (row) {
      input.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    }
  };
  const take = (number) => {
    const node = hits[number];
    if (!node) return;
    close();
    choose(node);
  };
  const row = (node, number) =>
    element(
      "li",
      {
        role: "option",
        id: `${list.id}-${number}`,
        "aria-selected": "false",
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => take(number),
      },
      icon(node.kind),
      element("span", { class: "grow" }, node.name),
      element("span", { class: "number" }, measureOf(node)),
    );
  const measureOf = (node) => {
    if (node.degree === null) return t("mentions_n", { n: node.mentions });
    return t(node.degree === 1 ? "relations_1" : "relations_n", { n: node.degree });
  };
  const open = () => {
    show([]);
    const text = input.value.trim();
    clearTimeout(timer);
    if (!served || !text) return;
    const number = (asked += 1);
    timer = setTimeout(async () => {
      const found = await searchServer(text);
      if (number !== asked || document.activeElement !== input) return;
      const now = eager;
      show(found);
      if (now) take(0);
    }, WAIT);
  };
  const show = (fromServer) => {
    const found = search(input.value, fromServer, kinds);
    const kept = active > 0 ? hits[active] : null;
    hits = found.slice(0, SUGGESTIONS);
    const text = input.value.trim();
    if (!text) return close();
    const none = element(
      "li",
      { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" },
      t("not_found", { text }),
    );
    list.replaceChildren(...(hits.length ? hits.map(row) : [none]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    announce(hits.length ? t("found", { n: found.length }) : t("not_found", { text }));
    if (hits.length) mark(Math.max(0, kept ? hits.findIndex((node) => node.id === kept.id) : 0));
  };
  input.addEventListener("input", open);
  input.addEventListener("focus", () => input.value.trim() && open());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    // While an input method is composing, Enter and the arrows belong to it.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      else if (hits.length) mark((active + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length);
    } else if (event.key === "Enter") {
      if (list.hidden) open();
      else if (hits.length) take(active);
      else eager = true;
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (!list.hidden) close();
      else if (input.value) {
        input.value = "";
        input.dispatchEvent(new Event("cleared"));
      } else input.blur();
    }
  });
}
