/** An editor, which asks the compiler about this library: the props of an interface, and the values that it offers for one. */
import { join } from 'node:path';
import ts from 'typescript';
import { languageService } from '../support/language-service';

const root = join(__dirname, '../..');
const file = join(__dirname, 'program.ts');

export interface Prop {
  readonly name: string;
  readonly isOptional: boolean;
  readonly description: string;
  /** The text of `@default`, on one line. */
  readonly default: string | undefined;
}

export class Editor {
  /** The place of `…` in the text, by the program. */
  private readonly places = new Map<string, number>();
  private readonly service: ts.LanguageService;

  /**
   * @param head of all programs
   * @param programs each with `…` where values may be offered. All are in one file, which is read once.
   */
  constructor(head: string, programs: readonly string[]) {
    let text = head;
    for (const program of programs) {
      const [before = '', after = ''] = program.split('…');
      text += `\n${before}`;
      this.places.set(program, text.length);
      text += `${after};`;
    }
    this.service = languageService([file], new Map([[file, text]]));
  }

  /** @returns the literals that are offered at `…` in this program. */
  offers(program: string): string[] {
    const found = this.service.getCompletionsAtPosition(file, this.place(program), undefined);
    // Where a number is wanted, whatever is in scope is offered besides.
    const literals = (found?.entries ?? []).filter(({ kind }) => kind === ts.ScriptElementKind.string);
    return literals.map(({ name }) => name);
  }

  /** @returns what is shown of the prop whose value is at `…` in this program. */
  shows(program: string): string {
    const prop = /\w+(?=: \[?'?…)/.exec(program)!;
    const place = this.place(program) - (program.indexOf('…') - prop.index);
    return ts.displayPartsToString(this.service.getQuickInfoAtPosition(file, place)?.displayParts);
  }

  private place(program: string): number {
    const place = this.places.get(program);
    if (place === undefined) throw new Error(`the editor has no program ${program}`);
    return place;
  }

  /** @returns the props of an interface of the library, with those that it inherits. One that can only be left out is none. */
  props(name: string): Prop[] {
    const program = this.service.getProgram()!;
    const checker = program.getTypeChecker();
    const library = checker.getSymbolAtLocation(program.getSourceFile(join(root, 'lib/index.ts'))!)!;
    const found = checker.getExportsOfModule(library).find((symbol) => symbol.name === name);
    if (found === undefined) throw new Error(`the library exports no ${name}`);
    const symbol = found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
    return checker
      .getDeclaredTypeOfSymbol(symbol)
      .getProperties()
      .filter((prop) => !(checker.getTypeOfSymbol(prop).flags & ts.TypeFlags.Undefined))
      .map((prop) => ({
        name: prop.name,
        isOptional: Boolean(prop.flags & ts.SymbolFlags.Optional),
        description: ts.displayPartsToString(prop.getDocumentationComment(checker)),
        default: prop
          .getJsDocTags(checker)
          .filter((tag) => tag.name === 'default')
          .map((tag) => ts.displayPartsToString(tag.text).replace(/\s+/g, ' '))[0],
      }));
  }
}
