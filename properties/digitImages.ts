import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RandomNumbers } from '../src/data/index.js';

/** Pixels of a side of a made-up image. */
const SIDE = 5;

/**
 * Writes made-up images and labels in the files of MNIST and of Fashion-MNIST: one bright pixel for
 * each class, in the one where in the other there is none.
 */
export function writeDigitImages(folder: string, count: number): void {
  for (const [prefix, shift] of [
    ['', 0],
    ['fashion-', 12],
  ] as const) {
    const random = new RandomNumbers(shift, 'images');
    const labels = Uint8Array.from({ length: count }, (_, k) => k % 10);
    const images = new Uint8Array(count * SIDE * SIDE);
    labels.forEach((label, k) => {
      for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
        const bright = pixel === (label + shift) % (SIDE * SIDE) ? 200 : 0;
        images[k * SIDE * SIDE + pixel] = bright + random.integer(50);
      }
    });
    write(`${prefix}t10k-images-idx3-ubyte`, [count, SIDE, SIDE], images);
    write(`${prefix}t10k-labels-idx1-ubyte`, [count], labels);
  }

  function write(name: string, shape: readonly number[], bytes: Uint8Array): void {
    const header = Buffer.alloc(4 + 4 * shape.length);
    header[2] = 8;
    header[3] = shape.length;
    shape.forEach((size, k) => {
      header.writeUInt32BE(size, 4 + 4 * k);
    });
    writeFileSync(join(folder, name), Buffer.concat([header, bytes]));
  }
}
