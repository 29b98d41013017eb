// Just enough of a ZIP reader to open a letter and see that it is a real DOCX.
import { inflateRawSync } from "node:zlib";

/** The members of a ZIP file, name to bytes. */
export function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0) throw new Error("not a ZIP file: it has no end record");
  const members = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error("not a ZIP file: its directory is torn");
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const raw = bytes.subarray(from, from + size);
    members.set(bytes.toString("utf8", at + 46, at + 46 + name), method === 0 ? raw : inflateRawSync(raw));
    at += 46 + name + extra + comment;
  }
  return members;
}

/** The visible text of a DOCX, one paragraph per line. Throws when it is none. */
export function docxText(bytes) {
  const members = unzip(bytes);
  for (const part of ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]) {
    if (!members.has(part)) throw new Error(`not a DOCX: ${part} is missing`);
  }
  const xml = members.get("word/document.xml").toString("utf8");
  return xml
    .replace(/<\/w:p>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
}
