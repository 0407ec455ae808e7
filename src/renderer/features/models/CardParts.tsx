// Parts that the card of every model has: what happens before the first layer, whose weights they are, what it cannot do, its classes.
import { cardWords } from '../../../shared/model-card.ts';
import type { ModelFacts } from '../../../shared/records/model-facts.ts';
import { useText } from '../../api/text.tsx';
import { Facts, Part } from './Part.tsx';
import { knownLicence } from './source.ts';
import classes from './page.module.css';

/** Class names shown; the built-in network has a thousand. */
const mostClasses = 40;

export function BeforeFirstLayer({ card, isExported }: { readonly card: ModelFacts; readonly isExported: boolean }) {
  const { t } = useText();
  const { widthPx, heightPx } = card.preprocessing;
  const where = isExported ? [{ name: t('models.before.where'), value: t('models.before.where.value') }] : [];
  return (
    <Part title={t('models.before')}>
      <Facts
        facts={[
          { name: t('models.before.photo'), value: t('models.before.photo.value', { widthPx, heightPx }) },
          { name: t('models.before.values'), value: useFormula(card.preprocessing), isCode: true },
          ...where,
        ]}
      />
    </Part>
  );
}

/** (x − 127) / 128, of values from 0 to 255. */
function useFormula({ mean, std, order }: ModelFacts['preprocessing']): string {
  const { t } = useText();
  const channels = (values: readonly number[]): string =>
    new Set(values).size === 1 ? String(values[0]) : `[${values.join(', ')}]`;
  const isZero = mean.every(value => value === 0);
  const isOne = std.every(value => value === 1);
  if (isZero && isOne && order !== 'bgr') return t('models.before.as-they-are');
  const centred = isZero ? 'x' : isOne ? `x − ${channels(mean)}` : `(x − ${channels(mean)})`;
  const values = isOne ? centred : `${centred} / ${channels(std)}`;
  return order === 'bgr' ? t('models.before.bgr', { values }) : values;
}

export function LicenceAndLimits({ card }: { readonly card: ModelFacts }) {
  const { t, language } = useText();
  const { backbone } = card;
  const { origin, limits } = cardWords(language, card);
  return (
    <Part title={t('models.licence-limits')}>
      <Facts
        facts={[
          { name: t('models.weights'), value: `${backbone.name}: ${origin}` },
          {
            name: t('models.licence'),
            value: knownLicence(backbone.licence) ?? t('models.licence.unknown'),
          },
          ...(backbone.sha256 === '' ? [] : [{ name: t('models.hash'), value: backbone.sha256, isCode: true }]),
          {
            name: t('models.limits'),
            value: (
              <ul className={classes.limits}>
                {limits.map(limit => (
                  <li key={limit}>{limit}</li>
                ))}
              </ul>
            ),
          },
        ]}
      />
    </Part>
  );
}

export function ClassNames({ card }: { readonly card: ModelFacts }) {
  const { t, number } = useText();
  const { classes: names } = card;
  return (
    <Part title={t('models.classes')}>
      <p className={classes.quiet}>
        {names.length === 0 ? t('models.classes.none') : names.slice(0, mostClasses).join(', ')}
        {names.length > mostClasses && ` … +${number(names.length - mostClasses)}`}
      </p>
    </Part>
  );
}
