// The formats in which a model is taken away. `card`: no model, only its card and classes.

export const exportFormats = ['onnx', 'keras', 'h5', 'tfjs', 'safetensors', 'card'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** The file a program loads, for a model called `stem`. TF.js' has the name that its users expect. */
export function exportFileName(format: ExportFormat, stem: string): string {
  switch (format) {
    case 'tfjs':
      return 'model.json';
    case 'card':
      return `${stem}.card.json`;
    default:
      return `${stem}.${format}`;
  }
}
