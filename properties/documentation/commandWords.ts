/**
 * The words of a command line as a shell reads it: blanks separate, quotes hold together.
 *
 * @throws Error for what only a shell can do
 */
export function commandWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (const character of line) {
    if (quote) {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (/[|&;$`]/.test(character)) {
      throw new Error(`${line}: ${character} needs a shell`);
    } else word = (word ?? '') + character;
  }
  if (quote) throw new Error(`${line}: ${quote} does not end`);
  return word === null ? words : [...words, word];
}
