/** An element of well-formed XML, or a text between two, escaped as it stood. */
export type XmlNode = XmlElement | string;

export interface XmlElement {
  readonly name: string;
  /** In their order, values escaped as they stood. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
}

/**
 * Reads what the drawing and the formula library write: elements, attributes in double quotes, texts.
 * Nothing is unescaped, so that it is written again as it was.
 *
 * @throws Error for anything else: comments, declarations, tags that do not match
 */
export function parseXml(text: string): XmlNode[] {
  const root: XmlNode[] = [];
  const open: { name: string; children: XmlNode[] }[] = [{ name: '', children: root }];
  for (const [token, closing, name, attributes, empty] of text.matchAll(TOKEN)) {
    const { children } = open.at(-1)!;
    if (name === undefined) children.push(token);
    else if (closing === '/') {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes another element`);
    } else {
      const element = { name, attributes: attributesOf(attributes), children: [] };
      children.push(element);
      if (empty === '') open.push(element);
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.name}> is not closed`);
  return root;
}

const TOKEN = /<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|[^<]+/g;

function attributesOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value] as const),
  );
}

/**
 * Writes nodes as HTML reads them.
 *
 * @param selfClosing - whether an element without children ends in `/>`: SVG's and MathML's may
 */
export function writeXml(nodes: readonly XmlNode[], selfClosing = true): string {
  return nodes
    .map((node) => (typeof node === 'string' ? node : element(node, selfClosing)))
    .join('');
}

function element({ name, attributes, children }: XmlElement, selfClosing: boolean): string {
  const start = `<${name}${[...attributes].map(([key, value]) => ` ${key}="${value}"`).join('')}`;
  if (children.length === 0 && selfClosing) return `${start}/>`;
  return `${start}>${writeXml(children, selfClosing)}</${name}>`;
}

/** The same element with other children. */
export function withChildren(of: XmlElement, children: readonly XmlNode[]): XmlElement {
  return { ...of, children };
}
