// A text with the letters that were searched for in accent.
import { match } from './matching.ts';
import classes from './Matched.module.css';

export function Matched({ text, query }: { readonly text: string; readonly query: string }) {
  const parts = query.trim() === '' ? null : match(text, query);
  if (!parts) return <>{text}</>;
  return (
    <>
      {parts.map((part, index) =>
        part.isHit ? (
          <mark key={index} className={classes.hit}>
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
