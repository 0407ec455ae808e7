// What a run can start from: a pretrained network that is here or can be fetched, an imported one, a model of the project, or a bare network.
import type { RecipeName } from './recipe.ts';

/** A part of a network between two places where everything passes through one value, from the photo on. */
export type BackboneBlock = { readonly name: string; readonly parameters: number };

export type BackboneSummary = {
  readonly id: string;
  /** As people say it: "EfficientNet-Lite0", "Ants and bees 3". */
  readonly name: string;
  /** `network`: an architecture of the lecture without weights, to be trained from scratch. */
  readonly source: 'built-in' | 'download' | 'imported' | 'project' | 'network';
  /** Whether its weights are on this computer; a `network` needs none. */
  readonly isHere: boolean;
  /** What can be done with it. */
  readonly recipes: readonly RecipeName[];
  /** Without its own top. */
  readonly parameters: number;
  /** Of the file on this computer, or of the download. */
  readonly bytes: number;
  readonly sidePx: number;
  /** Whether photos of another size may be given. */
  readonly takesAnySide: boolean;
  /** The classes it names by itself (ImageNet's, or those of its project); 0: none. */
  readonly classes: number;
  readonly pretrained: string | null;
  readonly licence: string | null;
  /** Without its own top, from the photo to the features. */
  readonly blocks: readonly BackboneBlock[];
  /** The block from which the textbook recipe lets it learn, unless a person says otherwise. */
  readonly unfreeze: string | null;
};
