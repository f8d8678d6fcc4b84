import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.js';
import { createProgram } from './program.js';

describe('the command line', () => {
  it.each(COMMANDS)('lists $name as it is', async ({ name, usage, description, load }) => {
    const command = await load(createProgram);
    expect([command.name(), command.usage(), command.description()]).toEqual([
      name,
      usage,
      description,
    ]);
  });

  it('loads what is asked for, and lists the others alike', async () => {
    const [lazy, whole] = [await createProgram(['tail', 'network.json']), await createProgram()];
    expect(lazy.helpInformation()).toBe(whole.helpInformation());
    const options = (program: typeof lazy, name: string) =>
      program.commands.find((command) => command.name() === name)!.options.length;
    expect(options(lazy, 'tail')).toBe(options(whole, 'tail'));
    expect(options(lazy, 'audit')).toBe(0);
    expect(options(whole, 'audit')).toBeGreaterThan(5);
  });

  it('refuses a command it does not know', async () => {
    const program = await createProgram(['frobnicate']);
    program.configureOutput({ writeErr: () => {} });
    await expect(program.parseAsync(['frobnicate'], { from: 'user' })).rejects.toThrow(
      /unknown command 'frobnicate'/,
    );
  });
});
