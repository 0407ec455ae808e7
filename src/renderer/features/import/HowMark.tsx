// How a name of a file came to its class, in one or two words; a badge where it is more than the same name.
import { IconGitMerge, IconPlus } from '@tabler/icons-react';
import { useText } from '../../api/text.tsx';
import type { How } from './class-rows.ts';
import classes from './ClassTable.module.css';

export function HowMark({ how }: { readonly how: How }) {
  const { t } = useText();
  const words = t(`import.class.why.${how}`);
  if (how === 'same-name' || how === 'case-differs' || how === 'unused') return <span className="quiet">{words}</span>;
  const Icon = { merged: IconGitMerge, renamed: IconPlus, 'new-class': IconPlus, 'left-out': null }[how];
  const isNew = how === 'new-class' || how === 'renamed';
  return (
    <span className={isNew ? `${classes.badge} ${classes.newBadge}` : classes.badge}>
      {Icon && <Icon size={12} stroke={2} aria-hidden="true" />}
      {words}
    </span>
  );
}
