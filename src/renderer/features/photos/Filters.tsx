// The left panel: which photos are shown, with how many there are of each kind.
import { ActionIcon, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import {
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleOff,
  IconCopy,
  IconEqual,
  IconEqualNot,
  IconLock,
  IconMinimize,
  IconPhotoOff,
  IconPhotoX,
  IconRuler2,
  IconSchool,
  IconSearch,
  IconStack2,
  IconX,
} from '@tabler/icons-react';
import { useState, type ReactNode, type RefObject } from 'react';
import {
  filterProblems,
  photoStates,
  splits,
  type FilterProblem,
  type PhotoCounts,
  type PhotoFilter,
} from '../../../shared/records/photo.ts';
import { useCall } from '../../api/query.ts';
import { useText } from '../../api/text.tsx';
import { AddClass } from '../../components/classes/AddClass.tsx';
import { ClassRow } from '../../components/classes/ClassRow.tsx';
import { useClasses } from '../../components/classes/class-lookup.ts';
import { everyPhoto, isFiltering } from '../../components/photo-list.ts';
import classes from './Filters.module.css';

const stateIcons = { new: IconCircleDashed, annotated: IconCircleCheck, nothing: IconCircleOff };
const splitIcons = { train: IconSchool, validation: IconRuler2, test: IconLock };

export type FiltersProps = {
  readonly filter: PhotoFilter;
  readonly onFilter: (filter: PhotoFilter) => void;
  readonly searchField: RefObject<HTMLInputElement | null>;
};

function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter(other => other !== value) : [...values, value];
}

export function Filters({ filter, onFilter, searchField }: FiltersProps) {
  const { t, number } = useText();
  const counts = useCall('photos:counts', null).data;
  const { list } = useClasses();
  const [isAdding, setAdding] = useState(false);
  const ofClass = (classId: number): number => counts?.classes.find(count => count.classId === classId)?.photos ?? 0;
  const agreement = (value: 'agree' | 'disagree'): void =>
    onFilter({ ...filter, agreement: filter.agreement === value ? 'any' : value });
  const shown = (count: number | undefined): string => (count === undefined ? '' : number(count));

  return (
    <div className={classes.filters}>
      <div className={classes.search}>
        <SearchField search={filter.search} onSearch={search => onFilter({ ...filter, search })} field={searchField} />
      </div>
      <Section title={t('photos.filter.state')}>
        {photoStates.map(state => (
          <FilterRow
            key={state}
            Icon={stateIcons[state]}
            name={t(`state.${state}`)}
            count={shown(counts?.states[state])}
            isChosen={filter.states.includes(state)}
            onChoose={() => onFilter({ ...filter, states: toggled(filter.states, state) })}
          />
        ))}
      </Section>
      <Section title={t('photos.filter.class')}>
        {list.map(record => (
          <ClassRow
            key={record.id}
            record={record}
            isChosen={filter.classIds.includes(record.id)}
            onChoose={() => onFilter({ ...filter, classIds: toggled(filter.classIds, record.id) })}
            counts={[shown(counts && ofClass(record.id))]}
          />
        ))}
        <AddClass isOpen={isAdding} onOpen={setAdding} />
      </Section>
      <Section title={t('photos.filter.split')}>
        {splits.map(split => (
          <FilterRow
            key={split}
            Icon={splitIcons[split]}
            name={t(`split.${split}`)}
            count={shown(counts?.splits[split])}
            isChosen={filter.splits.includes(split)}
            onChoose={() => onFilter({ ...filter, splits: toggled(filter.splits, split) })}
          />
        ))}
      </Section>
      {counts && (counts.agree > 0 || counts.disagree > 0 || filter.agreement !== 'any') && (
        <Section title={t('photos.filter.agreement')}>
          <FilterRow
            Icon={IconEqual}
            name={t('photos.agree')}
            count={shown(counts.agree)}
            isChosen={filter.agreement === 'agree'}
            onChoose={() => agreement('agree')}
          />
          <FilterRow
            Icon={IconEqualNot}
            name={t('photos.disagree')}
            count={shown(counts.disagree)}
            isChosen={filter.agreement === 'disagree'}
            onChoose={() => agreement('disagree')}
          />
        </Section>
      )}
      <Problems filter={filter} onFilter={onFilter} counts={counts} />
      {counts && (counts.excluded > 0 || filter.excluded !== 'without') && (
        <Section title={t('photos.filter.more')}>
          <FilterRow
            Icon={IconBan}
            name={t('photos.excluded')}
            count={shown(counts.excluded)}
            isChosen={filter.excluded === 'only'}
            onChoose={() => onFilter({ ...filter, excluded: filter.excluded === 'only' ? 'without' : 'only' })}
          />
        </Section>
      )}
      {isFiltering(filter) && (
        <div className={classes.clear}>
          <button type="button" className={classes.link} onClick={() => onFilter(everyPhoto)}>
            {t('photos.filters.clear')}
          </button>
        </div>
      )}
    </div>
  );
}

const problemIcons = {
  damaged: IconPhotoOff,
  missing: IconPhotoX,
  leak: IconCopy,
  repeat: IconCopy,
  burst: IconStack2,
  small: IconMinimize,
};

/** Files that cannot be used; and what the health page led to, as long as it is chosen. */
function Problems({
  filter,
  onFilter,
  counts,
}: Omit<FiltersProps, 'searchField'> & { readonly counts: PhotoCounts | undefined }) {
  const { t, number } = useText();
  const countOf = (problem: FilterProblem): number | undefined =>
    problem === 'damaged' || problem === 'missing' ? counts?.[problem] : undefined;
  const shown = filterProblems.filter(problem => filter.problems.includes(problem) || (countOf(problem) ?? 0) > 0);
  if (shown.length === 0) return null;
  return (
    <Section title={t('photos.filter.problem')}>
      {shown.map(problem => {
        const count = countOf(problem);
        return (
          <FilterRow
            key={problem}
            Icon={problemIcons[problem]}
            name={
              problem === 'damaged' || problem === 'missing' ? t(`photos.${problem}`) : t(`photos.problem.${problem}`)
            }
            count={count === undefined ? '' : number(count)}
            isChosen={filter.problems.includes(problem)}
            onChoose={() => onFilter({ ...filter, problems: toggled(filter.problems, problem) })}
          />
        );
      })}
    </Section>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </section>
  );
}

type FilterRowProps = {
  readonly Icon: typeof IconEqual;
  readonly name: string;
  readonly count: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

function FilterRow({ Icon, name, count, isChosen, onChoose }: FilterRowProps) {
  return (
    <button type="button" className={classes.row} aria-pressed={isChosen} onClick={onChoose}>
      <Icon size={16} stroke={1.75} className={classes.icon} aria-hidden="true" />
      <span className={`${classes.name} ellipsis`}>{name}</span>
      <span className={classes.count}>{count}</span>
    </button>
  );
}

type SearchFieldProps = {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly field: RefObject<HTMLInputElement | null>;
};

/** Asks the core when the typing pauses. A filter that is cleared elsewhere empties the field. */
function SearchField({ search, onSearch, field }: SearchFieldProps) {
  const { t } = useText();
  const [draft, setDraft] = useState<string | null>(null);
  const ask = useDebouncedCallback((text: string) => {
    onSearch(text);
    setDraft(null);
  }, 150);
  const shown = draft ?? search;
  const change = (text: string): void => {
    setDraft(text);
    ask(text);
  };
  return (
    <TextInput
      ref={field}
      role="searchbox"
      aria-label={t('photos.search')}
      placeholder={t('photos.search')}
      value={shown}
      maxLength={200}
      leftSection={<IconSearch size={16} stroke={1.75} aria-hidden="true" />}
      rightSection={
        shown !== '' && (
          <ActionIcon size={20} aria-label={t('photos.search.clear')} onClick={() => change('')}>
            <IconX size={14} stroke={1.75} />
          </ActionIcon>
        )
      }
      onChange={event => change(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key !== 'Escape') return;
        if (shown === '') event.currentTarget.blur();
        else change('');
      }}
    />
  );
}
