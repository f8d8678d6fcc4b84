// What the tests ask of a page, from inside the browser: each check lists what is wrong.

/** Texts of an element's own, without those of its children. */
function hasOwnText(element) {
  return [...element.childNodes].some(
    (node) => node.nodeType === Node.TEXT_NODE && /[^\s\u200b]/.test(node.textContent),
  );
}

globalThis.pageChecks = {
  /** Formulas that the browser does not set as mathematics, and elements MathML Core does not have. */
  formulas() {
    const core = new Set(
      'math mrow mi mn mo mtext mspace mfrac msqrt mroot mstyle mpadded msub msup msubsup munder mover munderover mtable mtr mtd'.split(
        ' ',
      ),
    );
    return [...document.querySelectorAll('.formula')].flatMap((formula) => {
      const all = [...formula.querySelectorAll('math, math *')];
      const strange = all.filter(
        (element) => !(element instanceof MathMLElement) || !core.has(element.localName),
      );
      const { width, height } = formula.getBoundingClientRect();
      return [
        ...(all.length === 0 && !formula.querySelector('.unset')
          ? ['a formula without MathML']
          : []),
        ...(width === 0 || height === 0 ? [`not shown: ${formula.textContent}`] : []),
        ...strange.map(({ localName }) => localName),
      ];
    });
  },

  /** Elements that stick out of the page, other than inside something that scrolls by itself. */
  overflowing() {
    const width = document.documentElement.clientWidth;
    const scrolls = document.documentElement.scrollWidth > width;
    const contained = '.formula *, .scroll *, .skip, thead, thead *, svg *';
    const sticking = [...document.querySelectorAll('body *')].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return (right > width + 1 || left < -1) && !element.matches(contained);
    });
    return [
      ...(scrolls ? ['the page scrolls sideways'] : []),
      ...sticking.map((element) => `${element.tagName} ${element.className}`),
    ];
  },

  /** What paper cuts off: elements wider than the page, and what has to be scrolled to be seen. */
  cutOff() {
    const width = document.documentElement.clientWidth;
    const isSeen = (element) => element.getClientRects().length > 0;
    return [...document.querySelectorAll('body *')]
      .filter((element) => isSeen(element) && !element.closest('svg, .skip, math'))
      .filter((element) => {
        const { right } = element.getBoundingClientRect();
        const { overflowX, overflowY } = getComputedStyle(element);
        const scrolls = (overflow) => overflow !== 'visible' && overflow !== 'clip';
        return (
          right > width + 1 ||
          (scrolls(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
          (scrolls(overflowY) && element.scrollHeight > element.clientHeight + 1)
        );
      })
      .map((element) => `${element.tagName} ${element.className}`);
  },

  /** Texts whose contrast with what is behind them is below 4.5 : 1. */
  illegible() {
    const numbers = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (color) => {
      const [r, g, b] = numbers(color).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
      for (let up = element; up; up = up.parentElement) {
        const { backgroundColor } = getComputedStyle(up);
        if (numbers(backgroundColor)[3] !== 0) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    return [...document.querySelectorAll('body *')]
      .filter((element) => hasOwnText(element) && !element.closest('title'))
      .map((element) => {
        const style = getComputedStyle(element);
        const text = luminance(element instanceof SVGElement ? style.fill : style.color);
        const back = luminance(behind(element));
        const contrast = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
        return { contrast, text: element.textContent.slice(0, 40) };
      })
      .filter(({ contrast }) => !(contrast >= 4.5))
      .map(({ contrast, text }) => `${contrast.toFixed(2)}: ${text}`);
  },

  /** Characters drawn as nothing, or as the box that stands for a missing glyph. */
  missingGlyphs() {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 48;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const drawn = (character) => {
      context.clearRect(0, 0, 48, 48);
      context.font = `32px ${getComputedStyle(document.body).fontFamily}`;
      context.fillText(character, 6, 36);
      return context.getImageData(0, 0, 48, 48).data.join();
    };
    const missing = [drawn(' '), drawn('\u0378')];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const characters = new Set();
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (const character of node.textContent) characters.add(character);
    }
    return [...characters].filter(
      (character) => /[^\s\p{M}\p{Cf}]/u.test(character) && missing.includes(drawn(character)),
    );
  },

  /** Drawings without a text alternative, and headings that skip a level. */
  unnamed() {
    const drawings = [...document.querySelectorAll('svg')].filter(
      (svg) =>
        !svg.closest('[aria-hidden="true"]') &&
        !(svg.getAttribute('role') === 'img' && svg.querySelector('title')?.textContent),
    );
    const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) =>
      Number(tagName[1]),
    );
    const skipped = levels.filter((level, k) => level > (levels[k - 1] ?? 0) + 1);
    const landmarks = ['main', 'nav', 'header'].filter((name) => !document.querySelector(name));
    return [
      ...drawings.map((svg) => svg.outerHTML.slice(0, 60)),
      ...skipped.map((level) => `a heading of level ${level} skips one`),
      ...landmarks.map((name) => `no ${name}`),
    ];
  },

  /** How XML parses: the error, if any, and its suites. */
  parseXml(xml) {
    const parsed = new DOMParser().parseFromString(xml, 'application/xml');
    const error = parsed.querySelector('parsererror')?.textContent ?? null;
    return { error, suites: parsed.querySelectorAll('testsuite').length };
  },
};
