/** Bundles the script of `farfield explore`, engines included, into `dist/explore/explore.js`. */
import { join } from 'node:path';
import { build } from 'vite';

/**
 * @param root - the repository
 * @param dist - where the compiler wrote
 */
export async function bundleExplore(root, dist) {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    // Sources are TypeScript, and name each other as what they are compiled to.
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    build: {
      outDir: join(dist, 'explore'),
      emptyOutDir: false,
      lib: {
        entry: join(root, 'src', 'explore', 'explorePage.browser.js'),
        formats: ['iife'],
        name: 'farfieldExplore',
        fileName: () => 'explore.js',
      },
    },
  });
}
