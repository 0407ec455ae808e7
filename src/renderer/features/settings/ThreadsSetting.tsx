// How many threads training and predicting use. Zero in the settings means that Fovea chooses.
import { NumberInput, SegmentedControl } from '@mantine/core';
import type { AppInfo } from '../../../shared/calls/app.ts';
import { writeSettings } from '../../api/app-info.ts';
import { useText } from '../../api/text.tsx';
import { Row } from './Row.tsx';

/** Up to this many cores every count is a button; beyond, a number is typed. */
const mostButtons = 8;

export function ThreadsSetting({ info }: { readonly info: AppInfo }) {
  const { t } = useText();
  const { threads } = info.settings;
  const note = `${t('settings.threads-note', { cores: info.cores })} ${t('settings.threads-now', { threads: info.threads })}`;
  const counts = Array.from({ length: info.cores }, (_, index) => String(index + 1));
  const write = (value: string | number): void => void writeSettings({ threads: Number(value) });
  const isAutomatic = threads === 0;
  return (
    <Row label={t('settings.threads')} note={note}>
      <SegmentedControl
        aria-label={t('settings.threads')}
        value={info.cores <= mostButtons ? String(threads) : isAutomatic ? '0' : 'chosen'}
        onChange={value => write(value === 'chosen' ? info.threads : value)}
        data={[
          { value: '0', label: t('settings.threads-auto') },
          ...(info.cores <= mostButtons
            ? counts
            : [
                {
                  value: 'chosen',
                  label: t('settings.threads-count', { threads: isAutomatic ? info.threads : threads }),
                },
              ]),
        ]}
      />
      {info.cores > mostButtons && !isAutomatic && (
        <NumberInput
          aria-label={t('settings.threads')}
          value={threads}
          min={1}
          max={info.cores}
          clampBehavior="strict"
          allowDecimal={false}
          w={72}
          onChange={value => {
            if (typeof value === 'number') write(value);
          }}
        />
      )}
    </Row>
  );
}
