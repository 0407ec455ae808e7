// Shows a skeleton only when waiting takes long enough to be noticed.
import { useEffect, useState, type ReactNode } from 'react';

/** `children` (a skeleton in the shape of what comes) after 150 ms; nothing before. */
export function Waiting({ children }: { readonly children?: ReactNode }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return <div aria-busy="true">{isLong && children}</div>;
}
