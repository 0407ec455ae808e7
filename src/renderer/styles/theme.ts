// The Mantine theme. Every colour is a token of tokens.css; the tuples exist because Mantine wants ten shades of each.
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import controls from './controls.module.css';

const tuple = (...shades: readonly string[]): MantineColorsTuple => shades as unknown as MantineColorsTuple;
const evenly = (token: string): MantineColorsTuple => tuple(...Array<string>(10).fill(`var(${token})`));

// prettier-ignore
const greys = tuple(
  'var(--bg-chrome)', 'var(--bg-inset)', 'var(--line)', 'var(--line)', 'var(--line-field)',
  'var(--line-control)', 'var(--text-3)', 'var(--text-2)', 'var(--text)', 'var(--text)',
);
// Mantine's dark greys run from text (0) to the deepest surface (9).
// prettier-ignore
const darkGreys = tuple(
  'var(--text)', 'var(--text-2)', 'var(--text-3)', 'var(--line-control)', 'var(--line-field)',
  'var(--bg-hover)', 'var(--bg-raised)', 'var(--bg-work)', 'var(--bg-photo)', 'var(--bg-photo)',
);

/** Heights of buttons and fields: 24 in bars and rows, 28 usual, 36 large, 48 the one call to action. */
const heights: Readonly<Record<string, string>> = { xs: '24px', sm: '28px', md: '36px', lg: '48px' };
const paddings: Readonly<Record<string, string>> = { xs: '8px', sm: '10px', md: '14px', lg: '20px' };
const fontSizes: Readonly<Record<string, string>> = { xs: '12px', sm: '13px', md: '13px', lg: '16px' };
const sizeOf = (size: unknown): string => (typeof size === 'string' && size in heights ? size : 'sm');

const field = { defaultProps: { size: 'sm' }, classNames: { input: controls.input! } };
const fieldVars = (_: unknown, { size }: { size?: unknown }) => ({
  wrapper: { '--input-height': heights[sizeOf(size)], '--input-fz': fontSizes[sizeOf(size)] },
});

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 6,
  colors: {
    accent: evenly('--accent-fill'),
    danger: evenly('--danger-fill'),
    good: evenly('--good'),
    warning: evenly('--warning-fill'),
    gray: greys,
    dark: darkGreys,
  },
  white: '#ffffff',
  black: '#1b1d21',
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font-sans)', fontWeight: '600' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.45', sm: '1.45', md: '1.45', lg: '1.45', xl: '1.3' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '10px', xl: '10px' },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: {
      defaultProps: { size: 'sm', variant: 'default' },
      classNames: { root: controls.button! },
      vars: (_: unknown, { size }: { size?: unknown }) => ({
        root: {
          '--button-height': heights[sizeOf(size)],
          '--button-padding-x': paddings[sizeOf(size)],
          '--button-fz': fontSizes[sizeOf(size)],
        },
      }),
    },
    ActionIcon: {
      defaultProps: { size: 28, variant: 'subtle', color: 'gray' },
      classNames: { root: controls.button! },
    },
    Input: field,
    InputWrapper: { defaultProps: { size: 'sm' } },
    TextInput: { ...field, vars: fieldVars },
    NumberInput: { ...field, vars: fieldVars },
    NativeSelect: { ...field, vars: fieldVars },
    Select: {
      defaultProps: { size: 'sm', checkIconPosition: 'right', allowDeselect: false },
      classNames: { input: controls.input!, dropdown: controls.floating!, option: controls.item! },
      vars: fieldVars,
    },
    Menu: {
      defaultProps: { position: 'bottom-start', offset: 4, transitionProps: { duration: 0 } },
      classNames: {
        dropdown: controls.floating!,
        item: controls.item!,
        divider: controls.divider!,
        label: controls.menuLabel!,
      },
    },
    Popover: {
      defaultProps: { transitionProps: { duration: 0 } },
      classNames: { dropdown: controls.floating! },
    },
    Modal: {
      defaultProps: { transitionProps: { duration: 120 }, padding: 0, centered: true, zIndex: 300 },
      classNames: {
        content: controls.dialog!,
        header: controls.dialogHeader!,
        title: controls.dialogTitle!,
        body: controls.dialogBody!,
        overlay: controls.scrim!,
      },
    },
    Tooltip: {
      defaultProps: { openDelay: 400, transitionProps: { duration: 0 }, offset: 6 },
      classNames: { tooltip: controls.tooltip! },
    },
    SegmentedControl: {
      defaultProps: { size: 'sm', transitionDuration: 0 },
      classNames: {
        root: controls.segmented!,
        indicator: controls.segmentedIndicator!,
        label: controls.segmentedLabel!,
      },
    },
    Checkbox: { defaultProps: { size: 'xs' }, classNames: { input: controls.control! } },
    Radio: { defaultProps: { size: 'xs' }, classNames: { radio: controls.control! } },
    Notifications: { classNames: { root: controls.notes! } },
    Notification: {
      classNames: {
        root: controls.notification!,
        title: controls.notificationText!,
        description: controls.notificationText!,
      },
    },
  },
});

/** Mantine's own variables, pointed at the tokens: one set, because the tokens change with the colour scheme. */
export const cssVariables: CSSVariablesResolver = () => {
  const both: Record<string, string> = {
    '--mantine-color-body': 'var(--bg-work)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-bright': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-2)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-anchor': 'var(--accent-text)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-default': 'var(--bg-field)',
    '--mantine-color-default-hover': 'var(--bg-hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-field)',
    '--mantine-color-disabled': 'var(--bg-inset)',
    '--mantine-color-disabled-color': 'var(--text-3)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-primary-color-filled': 'var(--accent-fill)',
    '--mantine-primary-color-filled-hover': 'var(--accent-hover)',
  };
  for (const [name, fill, hover, soft, words] of [
    ['accent', '--accent-fill', '--accent-hover', '--accent-soft', '--accent-text'],
    ['danger', '--danger-fill', '--danger-fill', '--danger-soft', '--danger'],
    ['good', '--good', '--good', '--good-soft', '--good'],
    ['warning', '--warning-fill', '--warning-fill', '--warning-soft', '--warning'],
    ['gray', '--text-2', '--text', '--bg-hover', '--text-2'],
  ] as const) {
    both[`--mantine-color-${name}-filled`] = `var(${fill})`;
    both[`--mantine-color-${name}-filled-hover`] = `var(${hover})`;
    both[`--mantine-color-${name}-light`] = `var(${soft})`;
    both[`--mantine-color-${name}-light-hover`] = `var(${soft})`;
    both[`--mantine-color-${name}-light-color`] = `var(${words})`;
    both[`--mantine-color-${name}-outline`] = `var(${words})`;
    both[`--mantine-color-${name}-outline-hover`] = `var(${soft})`;
    both[`--mantine-color-${name}-text`] = `var(${words})`;
  }
  return { variables: {}, light: both, dark: both };
};
