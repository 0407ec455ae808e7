// How a backbone is written for people; its id stands in files.
const names: Readonly<Record<string, string>> = { 'efficientnet-lite0': 'EfficientNet-Lite0' };

export function backboneName(id: string): string {
  return names[id] ?? id;
}
