/**
 * Joins the modules of the command line into a few files, so that a command reads three files before
 * it starts instead of hundreds.
 *
 * The library in `dist/` stays as the compiler wrote it: programs import it module by module. What
 * was compiled from `src/cli/` is replaced by `main.js`, a file for each command, and what they share.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { rolldown } from 'rolldown';

/** The package that every command starts with; the others stay where they are installed. */
const JOINED = 'commander';

/**
 * Bundles `dist/cli/main.js` and puts the result in its place.
 *
 * @param dist - the folder the compiler wrote
 */
export async function bundleCommand(dist) {
  const folder = join(dist, 'cli');
  const bundled = mkdtempSync(join(dist, '.cli-'));
  const needed = {
    start: importedBy(join(folder, 'main.js')),
    // What networks and tails need is one file too: most commands read it.
    foundation: importedBy(join(folder, 'tail.js')),
  };
  try {
    const bundle = await rolldown({
      input: join(folder, 'main.js'),
      platform: 'node',
      // Other packages are installed beside this one.
      external: [/^node:/, ...packagesOf(dirname(dist))],
      plugins: [keepPlaces(folder), withoutPrograms],
    });
    await bundle.write({
      dir: bundled,
      format: 'esm',
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
      codeSplitting: {
        groups: Object.entries(needed).map(([name, files], n) => ({
          name,
          test: (id) => files.has(id),
          priority: 2 - n,
        })),
      },
    });
    await bundle.close();
    // What is joined in keeps the notice its licence asks for.
    const licence = join(dirname(dist), 'node_modules', JOINED, 'LICENSE');
    cpSync(licence, join(bundled, `${JOINED}.LICENSE`));
    rmSync(folder, { recursive: true });
    cpSync(bundled, folder, { recursive: true });
  } finally {
    rmSync(bundled, { recursive: true, force: true });
  }
}

/** The packages that this one needs or may use, with all that is in them. */
function packagesOf(root) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  return names.filter((name) => name !== JOINED).map((name) => new RegExp(`^${name}(/|$)`));
}

/** A module and all that it imports before it runs, as paths. */
function importedBy(entrance) {
  const found = new Set();
  const open = [entrance];
  while (open.length > 0) {
    const file = open.pop();
    if (found.has(file)) continue;
    found.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, name] of text.matchAll(/^(?:import|export)\b[^'"]*['"](\.[^'"]+)['"]/gm)) {
      open.push(resolve(dirname(file), name));
    }
  }
  return found;
}

/**
 * Commander can start commands that are programs of their own. Ours are none, and what starts
 * programs takes Node longer to load than all the rest of commander.
 */
const withoutPrograms = {
  name: 'without-programs',
  transform: (text, path) =>
    /[\\/]commander[\\/]/.test(path)
      ? { code: text.replace("require('node:child_process')", '{}'), map: null }
      : null,
};

/** `import.meta.url` stays what it is in the module it stands in: files are found relative to it. */
function keepPlaces(folder) {
  return {
    name: 'keep-places',
    transform(text, path) {
      if (!path.startsWith(dirname(folder)) || !text.includes('import.meta.url')) return null;
      const place = relative(folder, path).split(sep).join('/');
      const url = `new URL(${JSON.stringify(place.startsWith('.') ? place : `./${place}`)}, import.meta.url).href`;
      return { code: text.replaceAll('import.meta.url', url), map: null };
    },
  };
}
