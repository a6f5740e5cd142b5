/** The mistakes of `mistakes.txt`: each is made in a file, and the whole message is compared. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefinitionError, readDefinition } from '../../lib/definition';
import { Files } from './support';

const fixture = join(__dirname, 'mistakes.txt');
const text = readFileSync(fixture, 'utf8');
const [head = '', ...written] = text.split(/^(?==== )/m);

interface Case {
  readonly title: string;
  readonly input: string;
  readonly files: readonly (readonly [name: string, bytes: Uint8Array])[];
  readonly messages: string;
}

const cases = written.map((block): Case => {
  const [, title = '', input = '', messages = ''] = /^=== (.*)\n([^]*?)^>>>\n([^]*)$/m.exec(block) ?? [];
  const files = input
    .split(/^--- (?=\S+(?: utf16)?\n)/m)
    .slice(1)
    .map((file) => {
      const [, name = '', isUtf16, content = ''] = /^(\S+)( utf16)?\n([^]*)$/.exec(file) ?? [];
      const bytes = isUtf16 ? Buffer.from(`\ufeff${content}`, 'utf16le') : Buffer.from(spelled(content));
      return [name, bytes] as const;
    });
  return { title, input, files, messages: messages.trim() };
});

/** Spells out what the fixture only names. */
function spelled(content: string): string {
  return content
    .replaceAll('<TAB>', '\t')
    .replaceAll('<NBSP>', '\u00a0')
    .replaceAll('<NUL>', '\0')
    .replace(/<(.)\*(\d+)>/g, (_whole, sign: string, times: string) => sign.repeat(Number(times)));
}

function told({ files }: Case): string {
  using directory = new Files();
  for (const [name, bytes] of files) directory.write(name, bytes);
  try {
    readDefinition(join(directory.path, files.at(-1)![0]), { environmentVariables: { RELEASE: '1.2.3', EMPTY: '' } });
    return 'no mistake';
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return directory.hide(error.message);
  }
}

if (process.env['UPDATE_MISTAKES'] === undefined) {
  test.each(cases)('$title', (each) => {
    expect(told(each)).toBe(each.messages);
  });
} else {
  test('the messages are written anew', () => {
    writeFileSync(
      fixture,
      [head, ...cases.map((each) => `=== ${each.title}\n${each.input}>>>\n${told(each)}\n\n`)].join('').trimEnd() +
        '\n',
    );
  });
}

test('one mistake is told in one message, and no message has a secret', () => {
  const several = cases.filter(({ messages }) => messages.includes('\n')).map(({ title }) => title);
  expect(several).toEqual([
    '42. a secret in clear that its form tells',
    'no version and no environment',
    'several mistakes at once',
    'an empty text and an empty number',
    'names where there are maps of them',
  ]);
  expect(cases.filter(({ messages }) => /hunter2/.test(messages))).toEqual([]);
});
