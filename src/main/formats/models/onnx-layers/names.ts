// Names for layers: from the weights where a file names them, else from the node; letters, digits and underscores, each once.

const maxLength = 100;
/** What exporters add behind a layer's name: which operation it was, how its weight is called, the number of the value. */
const endings =
  /^(?:(?:weight|bias|gamma|beta|moving_\w+|running_\w+|depthwise|(?:depthwise_|pointwise_)?kernel)(?:_\d+)*|Conv2D|BiasAdd|MatMul|ReadVariableOp.*|FusedBatchNorm\w*|[A-Z]\w*?(?:_\d+)?(?:_output_\d+)?)$/;
/** Names that exporters count up say nothing. */
const isCounted = (name: string): boolean => /^(?:onnx::\w+|\d+|const_fold\w*|val_\d+|n\d+|node_\w+)$/.test(name);

/** The first of these names that says something; `layer` where none does. */
export function layerNameOf(candidates: readonly string[], layer: string): string {
  for (const candidate of candidates) {
    const name = isCounted(candidate) ? '' : cleaned(candidate);
    if (name !== '') return name;
  }
  return layer;
}

function cleaned(name: string): string {
  const separator = name.includes('/') ? '/' : '.';
  let parts = name.split(separator).filter(part => part !== '');
  // torch writes /layer1/layer1.0/conv1/Conv: what the next part begins with says nothing new.
  parts = parts.filter((part, at) => !parts[at + 1]?.startsWith(`${part}.`));
  while (parts.length > 1 && endings.test(parts.at(-1)!)) parts.pop();
  const text = parts.join('_').replace(/:\d+$/, '');
  const plain = text.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
  return (/^\d/.test(plain) ? `layer_${plain}` : plain).slice(0, maxLength);
}

/** Gives each name once: a second one is numbered. */
export function createNames(): (wanted: string) => string {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  return wanted => {
    let name = wanted;
    while (taken.has(name)) {
      const count = (counts.get(wanted) ?? 1) + 1;
      counts.set(wanted, count);
      name = `${wanted}_${count}`;
    }
    taken.add(name);
    return name;
  };
}
