import { describe, expect, it } from 'vitest';
import { joinRectangles } from './joinRectangles.js';

const paths = (count: number, more = '') =>
  Array.from(
    { length: count },
    (_, k) => `<path d="M${k},0h1v1h-1Z" fill="${k % 3 === 0 ? '#000' : '#fff'}"${more}/>`,
  ).join('');
const group = (content: string) => `<g><g shape-rendering="crispEdges">${content}</g><g></g></g>`;

describe('joinRectangles', () => {
  it('joins those of one colour, and keeps every shape', () => {
    const before = group(paths(300));
    const after = joinRectangles(before);
    expect(after.match(/<path/g)).toHaveLength(2);
    expect(after.length).toBeLessThan(0.6 * before.length);
    const shapes = (svg: string) => (svg.match(/M\d+,0h1v1h-1Z/g) ?? []).sort();
    expect(shapes(after)).toEqual(shapes(before));
    const black = /d="([^"]*)" fill="#000"/.exec(after)![1];
    expect(black.match(/M\d+/g)!.every((move) => Number(move.slice(1)) % 3 === 0)).toBe(true);
    expect(after.replace(/<path[^>]*>/g, '')).toBe(group(''));
  });

  it.each([
    ['few', group(paths(20))],
    ['translucent ones', group(paths(300, ' opacity="0.5"'))],
    ['others', `<g>${paths(300)}</g>`],
  ])('leaves %s as they are', (_, svg) => {
    expect(joinRectangles(svg)).toBe(svg);
  });
});
