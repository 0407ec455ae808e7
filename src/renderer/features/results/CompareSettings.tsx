// What was chosen otherwise in the two runs; what agrees, or what one recipe alone has, only when it is asked for.
import { useState } from 'react';
import type { RunComparison } from '../../../shared/records/compare.ts';
import { useText } from '../../api/text.tsx';
import { settingWords, splitSettings } from './compare-words.ts';
import classes from './compare.module.css';
import page from './page.module.css';

export function CompareSettings({ comparison }: { readonly comparison: RunComparison }) {
  const text = useText();
  const { t } = text;
  const [isShowingAll, setShowingAll] = useState(false);
  const { settings, a, b } = comparison;
  const { differing, agreeing, ofOne } = splitSettings(settings);
  const shown = isShowingAll ? settings : differing;
  return (
    <section className={page.block} aria-label={t('compare.settings')}>
      <div className={classes.head}>
        <h2 className={page.title}>
          {t('compare.settings')}{' '}
          <span className={page.quiet}>
            {t('compare.settings.counts', { agreeing })}
            {ofOne > 0 && t('compare.settings.of-one', { count: ofOne })}
          </span>
        </h2>
        {differing.length < settings.length && (
          <button type="button" className={classes.link} onClick={() => setShowingAll(!isShowingAll)}>
            {isShowingAll ? t('compare.settings.hide') : t('compare.settings.show', { count: settings.length })}
          </button>
        )}
      </div>
      {shown.length === 0 ? (
        <p className={page.quiet}>{t('compare.settings.none')}</p>
      ) : (
        <table className={classes.settings}>
          <thead>
            <tr>
              <th scope="col">{t('compare.setting')}</th>
              <th scope="col">A, {t('results.run', { id: a.run.id })}</th>
              <th scope="col">B, {t('results.run', { id: b.run.id })}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, a: before, b: after, differs }) => (
              <tr key={name} className={differs ? undefined : classes.agrees}>
                <th scope="row">{t(`compare.setting.${name}`)}</th>
                <td>{settingWords(name, before, text)}</td>
                <td>
                  {differs ? <strong>{settingWords(name, after, text)}</strong> : settingWords(name, after, text)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
