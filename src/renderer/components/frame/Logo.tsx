// The mark of Fovea: two rings and the point where sight is sharpest.
export function Logo({ sizePx = 18 }: { readonly sizePx?: number }) {
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 18 18" aria-hidden="true">
      <circle cx="9" cy="9" r="7.5" fill="none" stroke="var(--text-3)" strokeWidth="1.25" />
      <circle cx="9" cy="9" r="4.5" fill="none" stroke="var(--text-3)" strokeWidth="1.25" />
      <circle cx="9" cy="9" r="2.25" fill="var(--accent)" />
    </svg>
  );
}
