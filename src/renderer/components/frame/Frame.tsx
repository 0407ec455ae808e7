// The frame of every screen: top bar, banners, the place itself, status bar; and what may open over it.
import { useRef, type ReactNode } from 'react';
import { Banners } from './Banners.tsx';
import classes from './Frame.module.css';
import { SafeMode } from './SafeMode.tsx';
import { StatusBar } from './StatusBar.tsx';
import { SyncNotices } from './SyncNotices.tsx';
import { TopBar } from './TopBar.tsx';

export function Frame({ children }: { readonly children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  return (
    <div className={classes.frame}>
      <TopBar />
      <div>
        <Banners />
        <SyncNotices />
        <SafeMode />
      </div>
      <main ref={main} id="place" className={classes.main} tabIndex={-1}>
        {children}
      </main>
      <StatusBar />
    </div>
  );
}
