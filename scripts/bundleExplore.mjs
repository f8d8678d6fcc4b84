/** Bundles the script of `farfield explore`, engines included, into `dist/explore/explore.js`. */
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/**
 * @param root - the repository
 * @param dist - where the compiler wrote
 */
export async function bundleExplore(root, dist) {
  const bundle = await rolldown({
    input: join(root, 'src', 'explore', 'explorePage.browser.js'),
    platform: 'browser',
    logLevel: 'silent',
    // Sources are TypeScript, and name each other as what they are compiled to.
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  await bundle.write({
    file: join(dist, 'explore', 'explore.js'),
    format: 'iife',
    codeSplitting: false,
    minify: true,
  });
  await bundle.close();
}
