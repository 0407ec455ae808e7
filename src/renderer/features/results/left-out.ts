// Which photos a comparison leaves out, and why, in one phrase; '' where it leaves none out.
import type { ComparedPhotos } from '../../../shared/records/compare.ts';
import { useText } from '../../api/text.tsx';

export function useLeftOut({ onlyA, onlyB, changed, unanswered }: ComparedPhotos): string {
  const { t } = useText();
  return [
    onlyA > 0 ? t('compare.only', { count: onlyA, side: 'A' }) : '',
    onlyB > 0 ? t('compare.only', { count: onlyB, side: 'B' }) : '',
    changed > 0 ? t('compare.changed', { count: changed }) : '',
    unanswered > 0 ? t('compare.unanswered', { count: unanswered }) : '',
  ]
    .filter(words => words !== '')
    .join('; ');
}
