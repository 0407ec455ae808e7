// Texts of the command line about bringing a project back: `fovea restore`.
import type { MessageTable } from './message.ts';

export const cliRestoreMessages = {
  'cli.help.restore': {
    en: `Usage: npm run fovea -- restore <project> [--list] [--backup <id|latest>] [--from-journal] [--intact] [--replay|--set-aside] [--json]

Without a choice, or with --list: says what is wrong with the project and what it can be brought back from. Otherwise restores it. Nothing is
deleted: the file that was there and a journal that is not used are kept under other names.
  --backup <id|latest>   from this backup, or from the newest whole one
  --from-journal         from journal.jsonl alone
  --intact               what the damaged file itself still holds whole: the last resort
  --replay               make the journal's later gestures again (default)
  --set-aside            leave them out and keep the journal in a file of its own; alone, or --replay alone: the project's own older file
  --json                 the state, or {from, keptFile, keptJournal, counts, replayed, doubtful}`,
    ko: `사용법: npm run fovea -- restore <프로젝트> [--list] [--backup <id|latest>] [--from-journal] [--intact] [--replay|--set-aside] [--json]

고르지 않거나 --list를 쓰면, 프로젝트가 어떻게 손상되었고 무엇에서 되살릴 수 있는지 알려 줘요. 고르면 복원해요. 아무것도 지우지 않아요.
원래 파일과 쓰지 않은 작업 기록은 다른 이름으로 보관해요.
  --backup <id|latest>   이 백업에서, 또는 온전한 최신 백업에서
  --from-journal         journal.jsonl만으로
  --intact               손상된 파일에 온전히 남은 것만으로. 마지막 수단이에요
  --replay               작업 기록의 이후 작업을 다시 적용해요 (기본값)
  --set-aside            적용하지 않고 작업 기록을 다른 파일로 보관해요. 이것만, 또는 --replay만 쓰면 프로젝트의 오래된 파일을 써요
  --json                 상태, 또는 {from, keptFile, keptJournal, counts, replayed, doubtful}`,
  },
  'cli.restore.state.damaged': {
    en: '{name}: the project file is damaged.',
    ko: '{name}: 프로젝트 파일이 손상되었어요.',
  },
  'cli.restore.state.missing': { en: '{name}: the project file is gone.', ko: '{name}: 프로젝트 파일이 없어요.' },
  'cli.restore.state.journal-ahead': {
    en: '{name}: the project file is older than its journal.',
    ko: '{name}: 프로젝트 파일이 작업 기록보다 오래되었어요.',
  },
  'cli.restore.state.none': { en: '{name}: the project is whole.', ko: '{name}: 프로젝트가 온전해요.' },
  'cli.restore.journal': {
    en: 'journal: {lines} {lines|gesture|gestures}, the last at {at}',
    ko: '작업 기록: 작업 {lines}개, 마지막은 {at}',
  },
  'cli.restore.journal-none': { en: 'journal: none', ko: '작업 기록: 없음' },
  'cli.restore.backup': {
    en: '{id}  {annotated} of {photos} photos annotated, gesture {sequence}',
    ko: '{id}  사진 {photos}장 중 {annotated}장에 주석, 작업 {sequence}',
  },
  'cli.restore.backup-damaged': { en: '{id}  damaged', ko: '{id}  손상됨' },
  'cli.restore.no-backup': { en: 'backups: none', ko: '백업: 없음' },
  'cli.restore.done': {
    en: 'Restored: {annotated} of {photos} photos annotated, {replayed} later {replayed|gesture|gestures} made again.',
    ko: '복원했어요. 사진 {photos}장 중 {annotated}장에 주석이 있고, 이후 작업 {replayed}개를 다시 적용했어요.',
  },
  'cli.restore.kept': { en: 'Kept: {files}', ko: '보관한 파일: {files}' },
  'cli.restore.doubtful': {
    en: 'The journal is damaged: {lines} {lines|line|lines} could not be read, {rows} {rows|change|changes} after that did not fit any more.',
    ko: '작업 기록이 손상되었어요. {lines}줄을 읽지 못했고, 그 뒤의 변경 {rows}개는 더 이상 맞지 않았어요.',
  },
  'cli.usage.restore-one': {
    en: 'choose one of --backup, --from-journal and --intact, and one of --replay and --set-aside',
    ko: '--backup, --from-journal, --intact 중 하나, --replay와 --set-aside 중 하나만 고르세요',
  },
  'cli.usage.restore-journal': {
    en: '--from-journal makes every gesture again: --set-aside has no meaning with it',
    ko: '--from-journal은 모든 작업을 다시 적용해요. --set-aside와 함께 쓸 수 없어요',
  },
  'cli.usage.restore-intact': {
    en: '--intact keeps what the damaged file still holds: --replay and --set-aside have no meaning with it',
    ko: '--intact는 손상된 파일에서 온전한 것을 살려요. --replay, --set-aside와 함께 쓸 수 없어요',
  },
} as const satisfies MessageTable;
