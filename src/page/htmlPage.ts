import { html } from './markup.js';

/**
 * A page that needs nothing else: no network, no fonts, no icon.
 *
 * @param styles - CSS
 * @param body - the body element
 */
export function htmlPage(title: string, styles: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${html`${title}`.text}</title>
<style>${styles}</style>
</head>
${body}
</html>
`;
}
