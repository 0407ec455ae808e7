// Starting a prediction: from dropped or chosen files (grants in the desktop window, uploads in a browser) or from a folder.
// The batch that is shown stands in the address, so that leaving the screen and coming back finds it.
import { useState } from 'react';
import type { WorkId } from '../../../shared/records/ids.ts';
import type { ModelSummary } from '../../../shared/records/run.ts';
import { asGrant, desktop } from '../../api/desktop.ts';
import { showError } from '../../api/notices.ts';
import { queries } from '../../api/query.ts';
import { call, request } from '../../api/transport.ts';
import { navigate, usePlace } from '../../components/places.ts';
import { chooseFolder } from '../../components/project/open-project.ts';

/** Where the last batch is kept while the page is loaded. */
const lastKey = ['predict', 'last'] as const;
type Last = { readonly work: WorkId; readonly model: string };
/** Classes asked for: the most the screen can show. */
const mostGuesses = 5;

type Source = Parameters<typeof call<'predict:start'>>[1]['source'];

/** What the address says is shown, else what was shown last. Null: nothing yet. */
export function usePredictPlace(): { readonly work: WorkId | null; readonly model: string | null } {
  const { params } = usePlace();
  const last = queries.getQueryData<Last>(lastKey);
  if (params['model'] === undefined && params['work'] === undefined && last) return last;
  return { work: (params['work'] ?? null) as WorkId | null, model: params['model'] ?? null };
}

/** The model of the next prediction; the batch that is shown stays. */
export function chooseModel(model: string, work: WorkId | null): void {
  navigate('predict', { model, ...(work === null ? {} : { work }) }, { replace: true });
}

export type Predicting = {
  /** Files sent to the core so far, while they are being sent. */
  readonly sending: { readonly done: number; readonly total: number } | null;
  readonly isStarting: boolean;
  predictFiles(files: readonly File[]): Promise<void>;
  predictDropped(files: readonly File[]): Promise<void>;
  chooseFolder(): Promise<void>;
};

export function usePredicting(model: ModelSummary | undefined): Predicting {
  const [sending, setSending] = useState<Predicting['sending']>(null);
  const [isStarting, setStarting] = useState(false);

  const start = async (find: () => Promise<Source | null>): Promise<void> => {
    if (!model) return;
    setStarting(true);
    try {
      const source = await find();
      if (source === null) return;
      const { work: started } = await call('predict:start', { model: model.id, source, top: mostGuesses });
      queries.setQueryDefaults(lastKey, { gcTime: Infinity });
      queries.setQueryData<Last>(lastKey, { work: started, model: model.id });
      chooseModel(model.id, started);
    } catch (error) {
      showError(error);
    } finally {
      setSending(null);
      setStarting(false);
    }
  };
  const upload = async (files: readonly File[]): Promise<Source | null> => {
    if (files.length === 0) return null;
    let name: string | null = null;
    for (const [done, file] of files.entries()) {
      setSending({ done, total: files.length });
      const answer = await request(`/upload?name=${encodeURIComponent(file.name)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', ...(name === null ? {} : { 'x-fovea-upload': name }) },
        body: file,
      });
      name = ((await answer.json()) as { upload: string }).upload;
    }
    return { kind: 'upload', upload: name! };
  };
  return {
    sending,
    isStarting,
    predictFiles: files => start(() => upload(files)),
    predictDropped: files =>
      start(async () => {
        // One dropped folder or file of the desktop window needs no copy: its path becomes a grant.
        if (!desktop || files.length !== 1) return upload(files);
        const [grant] = await desktop.grantDropped([...files]);
        return grant === undefined ? null : { kind: 'grant', grant: asGrant(grant) };
      }),
    chooseFolder: () =>
      start(async () => {
        const grant = await chooseFolder({ purpose: 'use' });
        return grant === null ? null : { kind: 'grant', grant };
      }),
  };
}
