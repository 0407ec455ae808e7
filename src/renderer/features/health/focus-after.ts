// Where the keyboard is after a card was put right and went: on the card that took its place, else on the sentence at the top.
import { useLayoutEffect, useRef, type RefObject } from 'react';

/** `acted` is told the place of the card that a person acts on; the focus follows when `cards` change because of it. */
export function useFocusAfter(cards: readonly unknown[]): {
  readonly section: RefObject<HTMLElement | null>;
  readonly acted: (place: number) => void;
} {
  const section = useRef<HTMLElement>(null);
  const place = useRef<number | null>(null);
  useLayoutEffect(() => {
    // The button is gone, and with it the focus; one that a person has moved stays theirs.
    if (place.current === null || document.activeElement !== document.body) return;
    const left = section.current?.querySelectorAll<HTMLElement>('[data-pair]');
    const next = left?.[Math.min(place.current, left.length - 1)];
    const target = next?.querySelector('button') ?? document.querySelector<HTMLElement>('[data-headline]');
    place.current = null;
    target?.focus();
  }, [cards]);
  return {
    section,
    acted: at => {
      place.current = at;
    },
  };
}
