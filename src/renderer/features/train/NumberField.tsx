// One number of the details screen: a field that keeps what is typed until it can be used.
import { TextInput } from '@mantine/core';
import { fieldOf, type FieldId } from './fields.ts';
import type { ChoicesAndActs } from './use-choices.ts';

export type NumberFieldProps = {
  readonly id: FieldId;
  readonly label: string;
  /** null: empty. */
  readonly value: number | null;
  readonly choices: ChoicesAndActs;
  readonly placeholder?: string;
  readonly widthPx?: number;
  /** Why it cannot be changed. */
  readonly fixed?: string | null;
};

export function NumberField({ id, label, value, choices, placeholder, widthPx = 72, fixed = null }: NumberFieldProps) {
  const isWrong = choices.problems.includes(id);
  return (
    <TextInput
      aria-label={label}
      aria-invalid={isWrong}
      {...(isWrong ? { 'aria-describedby': problemId(id) } : {})}
      error={isWrong}
      w={widthPx}
      inputMode={fieldOf(id) === 'learningRate' || fieldOf(id) === 'decay' ? 'decimal' : 'numeric'}
      styles={{
        // The edge is said here: the theme's own edge of a field would win over Mantine's red one.
        input: {
          textAlign: 'right',
          ...(isWrong ? { borderColor: 'var(--danger-fill)', color: 'var(--danger)' } : {}),
        },
      }}
      value={choices.typed[id] ?? (value === null ? '' : String(value))}
      placeholder={placeholder ?? ''}
      disabled={fixed !== null}
      title={fixed ?? undefined}
      onChange={event => choices.type(id, event.currentTarget.value)}
      onBlur={() => choices.settle(id)}
    />
  );
}

/** Where the sentence about a number stands that cannot be used. */
export const problemId = (id: FieldId): string => `train-problem-${id.replace('.', '-')}`;
