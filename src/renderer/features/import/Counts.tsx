// The project now and after the import, what stays out, and that it is one gesture.
import { IconArrowBackUp } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import type { ImportPreview } from '../../../shared/records/import.ts';
import { useText } from '../../api/text.tsx';
import { countedKinds, totalOf } from '../../components/annotation-kinds.ts';
import { isMac, keyCaps } from '../../components/keys.ts';
import page from './page.module.css';
import classes from './Sides.module.css';

const mostNames = 6;
const note = `${page.note} quiet`;

export function Counts({ preview }: { readonly preview: ImportPreview }) {
  const { t } = useText();
  const { photos, now, after, classesNow, newClasses, out, willWrite, splits } = preview;
  const isEmpty = preview.sources.every(({ annotations }) => totalOf(annotations) === 0);
  const kinds = countedKinds.filter(kind => now[kind] > 0 || after[kind] > 0);
  const stayOut = [
    { name: t('import.out.left-out'), count: out.leftOut },
    { name: t('import.out.already'), count: out.alreadyHere },
    { name: t('import.out.invalid'), count: out.invalid },
    { name: t('import.out.not-found'), count: out.photoNotFound },
  ].filter(({ count }) => count > 0);
  return (
    <>
      <section className={page.part} aria-label={t('import.in')}>
        <table className={`${classes.counts} tabular`}>
          <thead>
            <tr>
              <th scope="col">
                <span className={page.partTitle}>{t('import.in')}</span>
              </th>
              <th scope="col" className="quiet">
                {t('import.in.now')}
              </th>
              <th scope="col" className="quiet">
                {t('import.in.after')}
              </th>
            </tr>
          </thead>
          <tbody>
            <Row name={t('import.in.photos')} now={photos.now} after={photos.after}>
              {photos.added > 0
                ? t('import.in.added', { added: photos.added, known: photos.known })
                : photos.known > 0 && t('import.in.known', { known: photos.known })}
            </Row>
            {kinds.map(kind => (
              <Row key={kind} name={t(`shape.${kind}`)} now={now[kind]} after={after[kind]} />
            ))}
            <Row name={t('import.in.classes')} now={classesNow} after={classesNow + newClasses.length}>
              {newClasses.length > 0 && <NewNames names={newClasses} />}
            </Row>
          </tbody>
        </table>
        {totalOf(now) > 0 && <p className={note}>{t('import.in.stays')}</p>}
        {splits.train + splits.validation + splits.test > 0 && <p className={note}>{t('import.in.splits', splits)}</p>}
      </section>
      <section className={page.part} aria-label={t('import.out')}>
        <h2 className={page.partTitle}>{t('import.out')}</h2>
        {stayOut.length === 0 ? (
          <p className={note}>{t(isEmpty ? 'import.out.empty' : 'import.out.none')}</p>
        ) : (
          <table className={`${classes.counts} tabular`}>
            <tbody>
              {stayOut.map(({ name, count }) => (
                <Row key={name} name={name} after={count} />
              ))}
            </tbody>
          </table>
        )}
      </section>
      {willWrite > 0 && <OneGesture preview={preview} />}
    </>
  );
}

function OneGesture({ preview }: { readonly preview: ImportPreview }) {
  const { t, language } = useText();
  const { willWrite, newClasses, photos } = preview;
  const parts = [
    t('import.gesture.annotations', { count: willWrite }),
    ...(newClasses.length > 0 ? [t('import.gesture.classes', { count: newClasses.length })] : []),
    ...(photos.added > 0 ? [t('import.gesture.photos', { count: photos.added })] : []),
  ];
  return (
    <section className={page.part} aria-label={t('import.gesture')}>
      <h2 className={`${page.partTitle} ${page.withIcon}`}>
        <IconArrowBackUp size={16} stroke={1.75} aria-hidden="true" />
        {t('import.gesture')}
      </h2>
      <p className={note}>
        {t('import.gesture.body', {
          key: keyCaps('Ctrl+Z', isMac).join('+'),
          what: new Intl.ListFormat(language, { type: 'conjunction' }).format(parts),
        })}
      </p>
    </section>
  );
}

/** Each name keeps the direction of its own script. */
function NewNames({ names }: { readonly names: readonly string[] }) {
  const { t } = useText();
  const shown = names.length > mostNames ? names.slice(0, mostNames - 1) : names;
  return (
    <span className={classes.names} title={names.join('\n')}>
      {shown.map((name, place) => (
        <Fragment key={name}>
          {place > 0 && ', '}
          <bdi>{name}</bdi>
        </Fragment>
      ))}
      {shown.length < names.length && ` ${t('import.look.examples-more', { count: names.length - shown.length })}`}
    </span>
  );
}

type RowProps = {
  readonly name: string;
  readonly now?: number;
  readonly after: number;
  /** A line below. */
  readonly children?: ReactNode;
};

function Row({ name, now, after, children }: RowProps) {
  const { number } = useText();
  const hasNote = children !== undefined && children !== false;
  return (
    <>
      <tr>
        <th scope="row">{name}</th>
        {now !== undefined && <td className={classes.now}>{number(now)}</td>}
        <td className={now === undefined || after === now ? '' : 'strong'}>{number(after)}</td>
      </tr>
      {hasNote && (
        <tr>
          <td colSpan={3} className={`${classes.rowNote} quiet`}>
            {children}
          </td>
        </tr>
      )}
    </>
  );
}
