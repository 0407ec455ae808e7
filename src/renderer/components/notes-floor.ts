// Where notes may stand: above the controls at the lower edge of the window that say so, never on them.
const standing = new Set<Element>();
const observer = new ResizeObserver(measure);

function measure(): void {
  const tops = [...standing].map(element => window.innerHeight - element.getBoundingClientRect().top);
  document.documentElement.style.setProperty('--notes-floor', `${Math.max(0, ...tops)}px`);
}

/** The `ref` of controls at the lower edge: notes stay above them while they are there. */
export function keepClearOfNotes(element: HTMLElement | null): (() => void) | undefined {
  if (!element) return;
  standing.add(element);
  observer.observe(element);
  return () => {
    standing.delete(element);
    observer.unobserve(element);
    measure();
  };
}
