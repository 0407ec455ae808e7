// What a run starts from: the list by origin, each with what it was trained on, its size and whether it is here; and its download.
import { Select, type ComboboxItem, type ComboboxItemGroup } from '@mantine/core';
import type { BackboneSummary } from '../../../shared/records/backbone.ts';
import { useText } from '../../api/text.tsx';
import { BackboneDownload } from '../../components/BackboneDownload.tsx';
import { parameterCount } from '../../components/parameter-count.ts';
import classes from './details.module.css';

export type BackboneChoiceProps = {
  readonly backbones: readonly BackboneSummary[];
  readonly chosen: BackboneSummary;
  readonly onChoose: (backbone: BackboneSummary) => void;
};

const groups = {
  pretrained: ['built-in', 'download'],
  imported: ['imported'],
  project: ['project'],
  network: ['network'],
} as const satisfies Readonly<Record<string, readonly BackboneSummary['source'][]>>;
type GroupName = keyof typeof groups;

export function BackboneChoice({ backbones, chosen, onChoose }: BackboneChoiceProps) {
  const { t } = useText();
  const facts = useFacts();
  const data = (Object.keys(groups) as GroupName[]).flatMap((name): ComboboxItemGroup<ComboboxItem>[] => {
    const members = backbones.filter(({ source }) => (groups[name] as readonly string[]).includes(source));
    if (members.length === 0) return [];
    const items = members.map(({ id, name: label }) => ({ value: id, label }));
    return [{ group: t(`train.backbone.group.${name}`), items }];
  });
  const byId = new Map(backbones.map(backbone => [backbone.id, backbone]));
  return (
    <div className={classes.backbone}>
      <Select
        aria-label={t('train.backbone')}
        data={data}
        value={chosen.id}
        maxDropdownHeight={420}
        onChange={id => {
          const next = id === null ? undefined : byId.get(id);
          if (next) onChoose(next);
        }}
        renderOption={({ option }) => (
          <span className={classes.option}>
            <strong className="ellipsis">{option.label}</strong>
            <span className={`${classes.quiet} ellipsis`}>{facts(byId.get(option.value)!)}</span>
          </span>
        )}
      />
      <span className={classes.quiet}>{facts(chosen)}</span>
      {!chosen.isHere && <BackboneDownload key={chosen.id} backbone={chosen} />}
    </div>
  );
}

/** "ImageNet, 20.9 M parameters, on this computer" */
function useFacts(): (backbone: BackboneSummary) => string {
  const { t, bytes, language } = useText();
  const count = parameterCount(language);
  return ({ source, pretrained, parameters, isHere, bytes: size }) =>
    [
      source === 'network' ? t('train.backbone.untrained') : (pretrained ?? t('train.backbone.unknown-data')),
      t('train.backbone.parameters', { count: count.one(parameters) }),
      ...(source === 'network'
        ? []
        : [isHere ? t('train.backbone.here') : t('train.backbone.away', { size: bytes(size) })]),
    ].join(', ');
}
