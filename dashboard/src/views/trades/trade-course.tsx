import { useState } from 'react';
import type { ClosedTrade, TradeCourse } from '../../api/types.ts';
import { Dialog } from '../../design/dialog.tsx';
import { clockTime, type ShownClock } from '../../format/clock.ts';
import { gain, price, rMultiple } from '../../format/numbers.ts';
import { words } from '../../words.ts';
import { courseShapes } from './course-shapes.ts';
import { useCourse } from './use-course.ts';

const SMALL = { width: 132, height: 44 };
const LARGE = { width: 640, height: 280 };

interface TradeCourseProps {
  readonly trade: ClosedTrade;
  readonly currency: string;
  readonly digits: number;
  readonly clock: ShownClock;
}

/** How the price went while a trade was open, in small; a click shows it large. */
export function TradeCourseButton(props: TradeCourseProps) {
  const say = words.trades;
  const { trade } = props;
  const { place, course, failed } = useCourse<HTMLDivElement>(trade.account, trade.position);
  const [open, setOpen] = useState(false);
  return (
    <div ref={place} className="course-place">
      {course === undefined && (
        <span className="panel-note">{failed ? say.courseFailed : say.courseLoading}</span>
      )}
      {course?.timeframe === null && <span className="panel-note">{say.courseGone}</span>}
      {course && course.timeframe !== null && (
        <button
          type="button"
          className="course"
          aria-label={say.describe(trade.symbol, course.timeframe)}
          onClick={() => setOpen(true)}
        >
          <CourseDrawing trade={trade} course={course} {...SMALL} />
        </button>
      )}
      {open && course && <CourseDialog {...props} course={course} onClose={() => setOpen(false)} />}
    </div>
  );
}

interface DrawingProps {
  readonly trade: ClosedTrade;
  readonly course: TradeCourse;
  readonly width: number;
  readonly height: number;
}

function CourseDrawing({ trade, course, width, height }: DrawingProps) {
  const shapes = courseShapes(trade, course.bars, width, height);
  if (shapes === undefined) return null;
  const { candles, bodyWidth, entry, exit, stop, target } = shapes;
  const tone = trade.net > 0 ? 'sketch-won' : 'sketch-lost';
  return (
    <svg className="sketch" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {candles.map(({ x, high, low, top, bottom, isUp }) => (
        <g key={x} className={isUp ? 'course-up' : 'course-down'}>
          <path d={`M${x} ${high}V${top}M${x} ${bottom}V${low}`} />
          <rect
            x={x - bodyWidth / 2}
            y={top}
            width={bodyWidth}
            height={Math.max(1, bottom - top)}
          />
        </g>
      ))}
      {stop !== undefined && <path className="sketch-stop" d={`M0 ${stop}H${width}`} />}
      {target !== undefined && <path className="sketch-target" d={`M0 ${target}H${width}`} />}
      <path className={tone} d={`M${entry.x} ${entry.y}L${exit.x} ${exit.y}`} />
      <circle className={`${tone} course-mark`} cx={entry.x} cy={entry.y} r={3} />
      <rect className={`${tone} course-mark`} x={exit.x - 3} y={exit.y - 3} width={6} height={6} />
    </svg>
  );
}

interface CourseDialogProps extends TradeCourseProps {
  readonly course: TradeCourse;
  readonly onClose: () => void;
}

function CourseDialog({ trade, course, currency, digits, clock, onClose }: CourseDialogProps) {
  const say = words.trades;
  const level = (value: number) => (value > 0 ? price(value, digits) : words.none);
  const at = (time: number) => `${clockTime(time, clock, 'day')} ${clockTime(time, clock, 'time')}`;
  const figures: readonly (readonly [string, string])[] = [
    [say.entry, `${price(trade.openPrice, digits)}, ${at(trade.openedAt)}`],
    [say.exitAt, `${price(trade.closePrice, digits)}, ${at(trade.closedAt)}`],
    [say.net, gain(trade.net, currency)],
    [say.stop, level(trade.stopLoss)],
    [say.target, level(trade.takeProfit)],
    [say.r, trade.risk > 0 ? rMultiple(trade.r) : words.none],
    [say.mae, trade.mae === null ? say.unwatched : gain(trade.mae, currency)],
    [say.mfe, trade.mfe === null ? say.unwatched : gain(trade.mfe, currency)],
  ];
  return (
    <Dialog
      title={say.courseTitle(words.side[trade.side], trade.symbol, course.timeframe ?? '')}
      onClose={onClose}
    >
      <div className="course-large">
        <CourseDrawing trade={trade} course={course} {...LARGE} />
      </div>
      <p className="panel-note">{say.courseLegend}</p>
      <dl className="figures course-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
