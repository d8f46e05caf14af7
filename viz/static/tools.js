// The buttons at the top: picture, CSV, link, colours, language.

function save(blob, ending, title = payload.heading) {
  const name = title.replace(/[\\/:*?"<>|\s]+/g, "_").slice(0, 60) || "graph";
  const link = element("a", { download: `${name}.${ending}` });
  link.href = URL.createObjectURL(blob);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// What the window shows, on its ground colour: a bare canvas would be transparent.
function savePicture() {
  if (state.view === "table") change({ view: "graph" });
  network.redraw();
  const drawn = byId("graph").querySelector("canvas");
  const picture = document.createElement("canvas");
  [picture.width, picture.height] = [drawn.width, drawn.height];
  const context = picture.getContext("2d");
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(drawn, 0, 0);
  picture.toBlob((blob) => blob && save(blob, "png"), "image/png");
}

function savePictureSvg() {
  if (state.view === "table") change({ view: "graph" });
  save(svgBlob(graphSvg()), "svg");
}

// The first sentences come before the table is saved; without them nothing is, and the error stands there.
const withProofs = (saved) => () => (tableKind === "relations" ? needFirst(tableItems()) : Promise.resolve()).then(saved, () => null);

function saveXlsx() {
  const columns = tableColumns();
  save(workbook(columns.map(([key]) => t(key)), tableItems().map((item) => columns.map(([, value]) => value(item))), t("table")), "xlsx");
}

// With a byte order mark, without which Excel reads UTF-8 as the local encoding.
function saveCsv() {
  save(new Blob(["\ufeff", csv()], { type: "text/csv;charset=utf-8" }), "csv");
}

const prefersDark = matchMedia("(prefers-color-scheme: dark)");

function storedTheme() {
  try {
    return localStorage.getItem("kg-theme");
  } catch {
    return null;
  }
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  readPalette();
  drawLegend();
  if (network) repaint();
}

function startTheme() {
  const stored = storedTheme();
  document.documentElement.dataset.theme = stored === "dark" || stored === "light" ? stored : prefersDark.matches ? "dark" : "light";
  prefersDark.addEventListener("change", () => storedTheme() ?? setTheme(prefersDark.matches ? "dark" : "light"));
  byId("toggle-theme").addEventListener("click", () => {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("kg-theme", next);
    } catch {
      // Storage can be switched off; the choice then lasts as long as the page.
    }
    setTheme(next);
  });
}

function applyLanguage() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = t(one.dataset.word);
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", t(one.dataset.label));
  // A button that is only a sign says what it does under the pointer too.
  for (const one of document.querySelectorAll("button[data-label]")) one.title = t(one.dataset.label);
  for (const one of document.querySelectorAll("[data-hint]")) one.placeholder = t(one.dataset.hint);
  byId("truncated").textContent = t(served ? "truncated_served" : "truncated");
  byId("toggle-language").textContent = t("language");
  byId("toggle-language").lang = state.language === "zh" ? "en" : "zh-CN";
}

function startTools() {
  byId("toggle-view").addEventListener("click", () => change({ view: state.view === "table" ? "graph" : "table" }));
  byId("save-png").addEventListener("click", savePicture);
  byId("save-svg").addEventListener("click", savePictureSvg);
  byId("save-csv").addEventListener("click", withProofs(saveCsv));
  byId("save-xlsx").addEventListener("click", withProofs(saveXlsx));
  byId("undo").addEventListener("click", undo);
  // A menu closes when its work is done, and when the reader looks elsewhere.
  const menu = byId("save-menu");
  menu.addEventListener("click", (event) => event.target.closest("button") && (menu.open = false));
  document.addEventListener("pointerdown", (event) => menu.contains(event.target) || (menu.open = false));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  byId("copy-link").addEventListener("click", (event) => copy(location.href, event.currentTarget.querySelector("span")));
  byId("toggle-language").addEventListener("click", () => change({ language: state.language === "zh" ? "en" : "zh" }));
  for (const one of document.querySelectorAll("[data-press]")) one.addEventListener("click", () => byId(one.dataset.press).click());
  byId("zoom-in").addEventListener("click", () => zoomBy(1.35));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.35));
  byId("zoom-fit").addEventListener("click", () => fitAll(true));
}

onChange((changed) => changed.has("language") && applyLanguage());
