// The key sheet (?): every command of this screen with its keys, made from the command list; typing finds one.
import { Modal, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Fragment, useState, type KeyboardEvent } from 'react';
import { useText } from '../../api/text.tsx';
import { useCommandList, type Command, type CommandScope } from '../commands.tsx';
import { closeOverlay } from '../frame/overlays.ts';
import { KeyCap } from '../KeyCap.tsx';
import { isMac, keyName } from '../keys.ts';
import { Matched } from './Matched.tsx';
import { match } from './matching.ts';
import classes from './KeySheet.module.css';

const order: readonly CommandScope[] = [
  'draw',
  'label',
  'photos',
  'train',
  'results',
  'predict',
  'models',
  'everywhere',
  'places',
];

/** Commands with keys by scope, the screen's own first. */
export function keyGroups(
  commands: readonly Command[],
): readonly { readonly scope: CommandScope; readonly commands: readonly Command[] }[] {
  const withKeys = commands.filter(command => command.keys && command.keys.length > 0);
  return order
    .map(scope => ({ scope, commands: withKeys.filter(command => command.scope === scope) }))
    .filter(group => group.commands.length > 0);
}

export function KeySheet({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useText();
  return (
    <Modal
      opened={isOpen}
      onClose={closeOverlay}
      size={1144}
      title={t('keys.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      classNames={{ header: classes.header!, body: classes.body! }}
    >
      <KeySheetBody />
    </Modal>
  );
}

function KeySheetBody() {
  const { t } = useText();
  const [query, setQuery] = useState('');
  const commands = useCommandList();
  const answers = (command: Command): boolean =>
    match(t(command.textKey, command.params), query) !== null ||
    command.keys!.some(key => key.toLowerCase() === query.toLowerCase().trim());
  const groups = keyGroups(commands)
    .map(group => ({ ...group, commands: group.commands.filter(answers) }))
    .filter(group => group.commands.length > 0);
  // A key that does nothing to the field's text finds the command it belongs to.
  const pressed = (event: KeyboardEvent): void => {
    const name = keyName(event.nativeEvent, isMac);
    if (name === 'Delete' && query !== '') return;
    if (name === '?' && query === '') {
      event.preventDefault();
      closeOverlay();
    } else if (
      /^(?:Ctrl|Alt)\+.|^(?:Shift\+)?(?:Arrow(?:Up|Down)|Delete|F\d+|Page\w+)$/.test(name) &&
      !/^Ctrl\+[AVCX]$/.test(name)
    ) {
      event.preventDefault();
      setQuery(name);
    }
  };
  return (
    <>
      <TextInput
        className={classes.find!}
        leftSection={<IconSearch size={16} stroke={1.75} />}
        placeholder={t('keys.find')}
        aria-label={t('keys.find')}
        value={query}
        onChange={event => setQuery(event.currentTarget.value)}
        onKeyDown={pressed}
        data-autofocus
      />
      <div className={classes.columns}>
        {groups.length === 0 && <p>{t('keys.none', { query })}</p>}
        {groups.map((group, index) => (
          <section key={group.scope} className={classes.group}>
            <h3
              className={
                index === 0 && group.scope !== 'everywhere' ? `${classes.head} ${classes.first}` : classes.head
              }
            >
              {t(`scope.${group.scope}`)}
            </h3>
            {group.commands.map(command => (
              <div key={command.id} className={classes.row}>
                <span className="ellipsis">
                  <Matched text={t(command.textKey, command.params)} query={query} />
                </span>
                <Keys keys={command.keys!} />
              </div>
            ))}
          </section>
        ))}
      </div>
      <div className={classes.foot}>
        <span>{t('keys.note')}</span>
        <span className={classes.closes}>
          <KeyCap name="?" /> {t('keys.or')} <KeyCap name="Escape" /> {t('keys.closes')}
        </span>
      </div>
    </>
  );
}

/** Keys as the sheet draws them: two at most, and the many combinations of arrows as one word. */
export function shownKeys(keys: readonly string[]): readonly string[] {
  const isMoving = keys.length > 2 && keys.every(key => /(?:^|\+)(?:Arrow\w+|Home|End|Page\w+)$/.test(key));
  return isMoving ? ['arrows'] : keys.slice(0, 2);
}

function Keys({ keys }: { readonly keys: readonly string[] }) {
  const { t } = useText();
  return (
    <span className={classes.keys}>
      {shownKeys(keys).map((key, place) => (
        <Fragment key={key}>
          {place > 0 && <span className={classes.or}>{t('keys.or')}</span>}
          <KeyCap name={key === 'arrows' ? t('keys.arrows') : key} />
          <span className="visually-hidden">{key === 'arrows' ? t('keys.arrows') : key}</span>
        </Fragment>
      ))}
    </span>
  );
}
