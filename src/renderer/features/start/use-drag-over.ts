// Whether files are being dragged over the window now.
import { useEffect, useState } from 'react';

/** True from the moment files enter the window until they leave it or are let go. */
export function useDragOver(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => setOver(event.dataTransfer?.types.includes('Files') ?? false);
    const out = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const end = (): void => setOver(false);
    window.addEventListener('dragenter', over);
    window.addEventListener('dragleave', out);
    window.addEventListener('drop', end);
    return () => {
      window.removeEventListener('dragenter', over);
      window.removeEventListener('dragleave', out);
      window.removeEventListener('drop', end);
    };
  }, []);
  return isOver;
}
