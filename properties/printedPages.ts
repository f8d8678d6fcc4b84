import { inflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/** The width of a printed A4 page without its margins of 14 mm, in CSS pixels. */
export const PRINTED_WIDTH = 688;

/** A page of a PDF: how many pieces of text are drawn on it. */
export interface PrintedPage {
  readonly characters: number;
}

/**
 * Prints what a browser shows, as a reader would, and counts what is on each page: operators that show
 * text (`Tj`, `TJ`) in the streams of Chromium's PDF, page by page.
 */
export async function printedPages(page: Page): Promise<PrintedPage[]> {
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true, tagged: false });
  const text = pdf.toString('latin1');
  const bodies = new Map(
    [...text.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)endobj/g)].map(([, id, body]) => [id, body]),
  );
  const pages = [...bodies.values()].filter((body) => /\/Type\s*\/Page\b(?!s)/.test(body));
  return pages.map((body) => {
    const contents = /\/Contents\s+(\d+) 0 R/.exec(body)?.[1];
    const stream = contents === undefined ? undefined : bodies.get(contents);
    return { characters: stream === undefined ? 0 : shownTexts(stream) };
  });
}

function shownTexts(object: string): number {
  const at = object.indexOf('stream');
  const start = object[at + 6] === '\r' ? at + 8 : at + 7;
  const data = Buffer.from(object.slice(start, object.lastIndexOf('endstream')), 'latin1');
  const operators = (/FlateDecode/.test(object) ? inflateSync(data) : data).toString('latin1');
  return operators.match(/\bT[jJ]\b/g)?.length ?? 0;
}
