// Names of folders that stand for classes: possible on every system, no two the same anywhere, and the same as the class wherever they can be.

const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)/i;
const longestBytes = 200;

/**
 * A folder's name for each class, in their order: `a/b` is `a_b`, `CON` is `_CON`, `..` is `__`. Where two would be the same on a system
 * that takes no notice of case, or of how accents are written, the later one gets ` (2)`.
 */
export function folderNames(classes: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return classes.map(name => {
    const plain = folderName(name);
    for (let number = 1; ; number++) {
      const folder = number === 1 ? plain : `${plain} (${number})`;
      if (taken.has(key(folder))) continue;
      taken.add(key(folder));
      return folder;
    }
  });
}

/** Names that mean a split above class folders would be read as one. */
const splitName = /^(?:train|val|valid|validation|test)$/i;

function folderName(name: string): string {
  const plain = cut(
    name
      .normalize('NFC')
      .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_')
      .replace(/^[. ]+|[. ]+$/g, found => '_'.repeat(found.length)),
  );
  if (plain === '') return '_';
  return reserved.test(plain) || splitName.test(plain) ? `_${plain}` : plain;
}

/** Cut between characters to what a name may take in bytes, with room for a number. */
function cut(name: string): string {
  let bytes = 0;
  let end = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > longestBytes) return name.slice(0, end).replace(/[. ]+$/, '_');
    end += character.length;
  }
  return name;
}

const key = (folder: string): string => folder.normalize('NFC').toLowerCase().normalize('NFC');
