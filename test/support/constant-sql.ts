// Finds SQL that is not constant in a source file: whatever a person or a file says must reach SQLite as a bound value (safety.md, F6).
import path from 'node:path';
import ts from 'typescript';

/**
 * Pieces of SQL that are no constants of the file, each with the reason why no text from outside can be in it. A new one is to be
 * thought about here.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // Tables and columns that are constants, as far as the file has them.
  'check-sums.ts': ['table', 'columnsIn(db, table)'],
  // Names of settings, listed in the same function.
  'connection.ts': ['name'],
  // Numbers of the migrations' own list.
  'migrate.ts': ['version'],
  // Tables that are constants, with the columns of the schema just made by us, not of the damaged file; `sql` is given as constants only.
  'salvage.ts': ['table', "columns.join(', ')", "columns.map(() => '?').join(', ')", 'sql'],
};
const runsSql: ReadonlySet<string> = new Set(['prepare', 'exec', 'pragma']);
/** What could run SQL or code from elsewhere whatever it is given. */
const neverCalled: ReadonlySet<string> = new Set(['loadExtension', 'unsafeMode', 'table', 'aggregate']);

/** Names of constants → their values, in one source file; imports lead to the file they come from. */
type Scope = {
  readonly file: string;
  readonly constants: Map<string, ts.Expression>;
  readonly imports: Map<string, string>;
};

/** Every piece of SQL in `file` (with its line) that is neither constant nor allowed. `read` gives the text of a source file. */
export function foreignSql(file: string, read: (file: string) => string): string[] {
  const source = parse(file, read);
  const scope = scopeOf(file, source);
  const found: string[] = [];
  const say = (node: ts.Node, what: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${path.basename(file)}:${line + 1}: ${what}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
      if (runsSql.has(node.argumentExpression.text)) say(node, node.getText());
    }
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const method = node.expression.name.text;
      const isConnection = !ts.isRegularExpressionLiteral(node.expression.expression);
      if (neverCalled.has(method)) say(node, `.${method}()`);
      if (runsSql.has(method) && isConnection && node.arguments[0]) {
        for (const piece of foreignPieces(node.arguments[0], scope, read)) say(node, piece);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const parse = (file: string, read: (file: string) => string): ts.SourceFile =>
  ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);

function scopeOf(file: string, source: ts.SourceFile): Scope {
  const constants = new Map<string, ts.Expression>();
  const imports = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      if (node.parent.flags & ts.NodeFlags.Const) constants.set(node.name.text, node.initializer);
    }
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const from = path.join(path.dirname(file), node.moduleSpecifier.text);
      const names = node.importClause?.namedBindings;
      if (names && ts.isNamedImports(names) && node.moduleSpecifier.text.startsWith('.'))
        for (const { name } of names.elements) imports.set(name.text, from);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { file, constants, imports };
}

function foreignPieces(given: ts.Expression, scope: Scope, read: (file: string) => string): string[] {
  const of = (one: ts.Expression): string[] => foreignPieces(one, scope, read);
  if (ts.isStringLiteralLike(given) || ts.isNumericLiteral(given)) return [];
  if (ts.isTemplateExpression(given)) return given.templateSpans.flatMap(span => of(span.expression));
  if (ts.isBinaryExpression(given)) return [...of(given.left), ...of(given.right)];
  if (ts.isParenthesizedExpression(given) || ts.isAsExpression(given)) return of(given.expression);
  if (ts.isConditionalExpression(given)) return [...of(given.whenTrue), ...of(given.whenFalse)];
  const piece = given.getText();
  if (allowed[path.basename(scope.file)]?.includes(piece)) return [];
  if (ts.isIdentifier(given)) {
    const constant = scope.constants.get(piece);
    if (constant) return of(constant);
    const from = scope.imports.get(piece);
    if (from !== undefined) {
      const there = scopeOf(from, parse(from, read));
      const exported = there.constants.get(piece);
      if (exported) return foreignPieces(exported, there, read);
    }
  }
  return [piece];
}
