// An Excel workbook of one sheet, written here: a ZIP archive (stored, not compressed) with the few XML parts the format asks for.

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC_TABLE[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

// One part of the archive: its header before the data, and the same facts for the list at the end.
function zipped(files) {
  const parts = [];
  const list = [];
  let at = 0;
  const pack = (fields) => {
    const view = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
    let offset = 0;
    for (const [size, value] of fields) {
      if (size === 2) view.setUint16(offset, value, true);
      else view.setUint32(offset, value, true);
      offset += size;
    }
    return new Uint8Array(view.buffer);
  };
  for (const [name, text] of files) {
    const [path, data] = [new TextEncoder().encode(name), new TextEncoder().encode(text)];
    // Version 2.0, names in UTF-8, stored, 1 January 2000; then sum, sizes, length of the name, no extra field.
    const facts = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, 0x2821], [4, crc(data)], [4, data.length], [4, data.length], [2, path.length], [2, 0]];
    parts.push(pack([[4, 0x04034b50], ...facts]), path, data);
    list.push(pack([[4, 0x02014b50], [2, 20], ...facts, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]), path);
    at += 30 + path.length + data.length;
  }
  const size = list.reduce((sum, part) => sum + part.length, 0);
  const end = pack([[4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0]]);
  return new Blob([...parts, ...list, end], { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" });
}

// Characters that XML cannot hold are dropped; Excel holds 32 767 in a cell.
const MOST_CHARACTERS = 32767;
const xmlText = (value) =>
  String(value)
    .slice(0, MOST_CHARACTERS)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "")
    .replace(/[<>&"]/g, (mark) => ({ "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" })[mark]);

function columnName(number) {
  let name = "";
  for (let left = number + 1; left > 0; left = Math.floor((left - 1) / 26)) name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
  return name;
}

// Numbers are numbers, everything else is text: no cell is ever a formula.
function cellXml(value, column, row, bold) {
  const place = `${columnName(column)}${row + 1}`;
  if (typeof value === "number" && Number.isFinite(value)) return `<c r="${place}"><v>${value}</v></c>`;
  if (value === null || value === undefined || value === "") return "";
  return `<c r="${place}" t="inlineStr"${bold ? ' s="1"' : ""}><is><t xml:space="preserve">${xmlText(value)}</t></is></c>`;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";

function workbook(heads, rows, name) {
  const lines = [heads, ...rows].map(
    (cells, row) => `<row r="${row + 1}">${cells.map((value, column) => cellXml(value, column, row, row === 0)).join("")}</row>`,
  );
  const range = `A1:${columnName(heads.length - 1)}${rows.length + 1}`;
  const widths = heads.map((_, column) => `<col min="${column + 1}" max="${column + 1}" width="22" customWidth="1"/>`).join("");
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return zipped([
    [
      "[Content_Types].xml",
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
    ],
    [
      "_rels/.rels",
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${xmlText(name).replace(/[\\/?*[\]:]/g, " ").slice(0, 31)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      "xl/styles.xml",
      `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    ],
    [
      "xl/worksheets/sheet1.xml",
      `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths}</cols><sheetData>${lines.join("")}</sheetData><autoFilter ref="${range}"/></worksheet>`,
    ],
  ]);
}
