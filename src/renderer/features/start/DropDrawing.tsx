// Three photos above an open folder.
export function DropDrawing() {
  const photo = {
    fill: 'var(--bg-chrome)',
    stroke: 'var(--line-control)',
    strokeWidth: 1.5,
    strokeLinejoin: 'round',
  } as const;
  const folder = { fill: 'var(--bg-work)', stroke: 'var(--accent)', strokeWidth: 2, strokeLinejoin: 'round' } as const;
  const arrow = {
    fill: 'none',
    stroke: 'var(--accent)',
    strokeWidth: 2,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
  } as const;
  return (
    <svg width="150" height="96" viewBox="0 0 150 96" aria-hidden="true">
      <rect x="5" y="14" width="52" height="44" rx="3" transform="rotate(-9 31 36)" {...photo} />
      <rect x="93" y="14" width="52" height="44" rx="3" transform="rotate(9 119 36)" {...photo} />
      <rect x="43" y="2" width="64" height="50" rx="3" {...photo} />
      <circle cx="89" cy="17" r="5" {...photo} />
      <path d="M47 47 L62 30 L72 40 L80 33 L103 47" {...photo} fill="none" />
      <path
        d="M17 48 a4 4 0 0 1 4 -4 h30 l8 9 h70 a4 4 0 0 1 4 4 v33 a4 4 0 0 1 -4 4 h-108 a4 4 0 0 1 -4 -4 z"
        {...folder}
      />
      <path d="M75 64 v18 M67 75 l8 8 l8 -8" {...arrow} />
    </svg>
  );
}
