// Which blocks of the backbone learn: bars as large as their parameters, hatched where they stay as they are, with an edge to be moved.
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { BackboneSummary } from '../../../shared/records/backbone.ts';
import { useText } from '../../api/text.tsx';
import { frozenBlocks } from './choices.ts';
import { parameterCount } from '../../components/parameter-count.ts';
import classes from './LearningParts.module.css';
import details from './details.module.css';

const [leastPx, mostPx] = [14, 58];

export type LearningPartsProps = {
  readonly backbone: BackboneSummary;
  readonly unfreeze: string | null;
  readonly onUnfreeze: (block: string | null) => void;
};

export function LearningParts({ backbone, unfreeze, onUnfreeze }: LearningPartsProps) {
  const { t, language } = useText();
  const count = parameterCount(language);
  const track = useRef<HTMLDivElement>(null);
  const { blocks, parameters } = backbone;
  const frozen = frozenBlocks(backbone, unfreeze);
  const largest = Math.max(1, ...blocks.map(block => block.parameters));
  const learning = blocks.slice(frozen).reduce((sum, block) => sum + block.parameters, 0);
  const words =
    frozen === 0
      ? t('train.parts.none')
      : frozen === blocks.length
        ? t('train.parts.all')
        : frozen === 1
          ? t('train.parts.one')
          : t('train.parts.some', { frozen });
  const share = t('train.parts.learn', count.of(learning, parameters));
  const choose = (next: number): void => {
    const fitting = Math.min(blocks.length, Math.max(0, next));
    if (fitting !== frozen) onUnfreeze(blocks[fitting]?.name ?? null);
  };
  const pressed = (event: KeyboardEvent): void => {
    const next = {
      ArrowLeft: frozen - 1,
      ArrowDown: frozen - 1,
      ArrowRight: frozen + 1,
      ArrowUp: frozen + 1,
      Home: 0,
      End: blocks.length,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
  };
  /** The edge goes to the gap between bars that is nearest to the pointer. */
  const follow = (event: PointerEvent | globalThis.PointerEvent): void => {
    const bars = [...track.current!.querySelectorAll('[data-block]')].map(bar => bar.getBoundingClientRect());
    choose(bars.filter(({ left, width }) => left + width / 2 < event.clientX).length);
  };
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget;
    box.setPointerCapture(event.pointerId);
    follow(event);
    box.addEventListener('pointermove', follow);
    box.addEventListener('lostpointercapture', () => box.removeEventListener('pointermove', follow), { once: true });
  };
  return (
    <section className={details.section} aria-label={t('train.parts')}>
      <div className={details.head}>
        <h2 className={details.title}>{t('train.parts')}</h2>
        <span className={details.quiet}>{t('train.parts.hint')}</span>
      </div>
      <div ref={track} className={classes.track} onPointerDown={drag}>
        {blocks.map((block, place) => (
          <span
            key={block.name}
            data-block
            className={`${classes.block} ${place < frozen ? classes.frozen : classes.learning}`}
            style={{ flexGrow: Math.sqrt(block.parameters / largest), order: 2 * place + 1 }}
            title={t('train.parts.block', { name: block.name, count: count.one(block.parameters) })}
          >
            <span className={classes.bar} style={{ height: heightOf(block.parameters / largest) }} />
            <span className={classes.name}>{place + 1}</span>
          </span>
        ))}
        <span className={`${classes.head} ${classes.learning}`} style={{ order: 2 * blocks.length + 1 }}>
          <span className={classes.bar} style={{ height: 24 }} />
          <span className={classes.name}>{t('train.parts.head')}</span>
        </span>
        <span
          className={classes.edge}
          // Its place among the bars is their order, so that it keeps the focus when it moves.
          style={{ order: 2 * frozen }}
          role="slider"
          tabIndex={0}
          aria-label={t('train.parts.slider')}
          aria-valuemin={0}
          aria-valuemax={blocks.length}
          aria-valuenow={frozen}
          aria-valuetext={`${words}; ${share}`}
          onKeyDown={pressed}
        />
      </div>
      <div className={classes.words}>
        <span>{words}</span>
        <span className="tabular">{share}</span>
      </div>
    </section>
  );
}

/** Area is what the eye compares: width and height both grow with the root. */
const heightOf = (share: number): number => Math.round(leastPx + (mostPx - leastPx) * Math.sqrt(share));
