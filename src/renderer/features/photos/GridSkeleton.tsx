// Rows in the shape of the photos that come.
import classes from './Grid.module.css';

const widths = [150, 100, 140, 170, 150, 110, 130, 152, 150, 104, 138, 168, 150, 112, 96, 158, 142, 120];

export function GridSkeleton() {
  return (
    <div className={classes.skeleton}>
      {widths.map((width, place) => (
        <div key={place} className={classes.skeletonPhoto} style={{ width }} />
      ))}
    </div>
  );
}
