// A dashboard: what it shows now, and its panels on their grid.
import { css, cx } from '@emotion/css';
import { dateMath, dateTime } from '@grafana/data';
import { Alert, Icon, useStyles2 } from '@grafana/ui';
import { useEffect, useMemo, useRef, useState } from 'react';
import { query, useAddress } from './address.js';
import { loadAnnotations } from './annotations.js';
import { inPixels, placeAll, unfold } from './layout.js';
import { Panel } from './panel.jsx';
import { report } from './progress.js';
import { durationText } from './prometheus.js';
import { checkDashboard } from './supported.js';
import { fillIn } from './template.js';
import { Toolbar } from './toolbar.jsx';
import { loadVariables } from './variables.js';

const parseTime = (text, options) =>
  /^\d+$/.test(text)
    ? dateTime(Number(text))
    : dateMath.toDateTime(text, options);

// Reads texts such as now-6h or milliseconds since 1970. A relative start
// counts back from the end, even one in the past.
function resolveRange(raw) {
  const to = parseTime(raw.to, { roundUp: true });
  const from = to?.isValid() && parseTime(raw.from, { now: to.toDate() });
  if (!from?.isValid() || !from.isBefore(to)) {
    throw new Error(`"${raw.from}" to "${raw.to}" is not a time range`);
  }
  return { from, to, raw: raw.to.startsWith('now') ? raw : { from, to } };
}

async function load(dashboard) {
  checkDashboard(dashboard);
  const from = query().get('from') ?? dashboard.time.from;
  const to = query().get('to') ?? dashboard.time.to;
  const range = resolveRange({ from, to });
  const variables = await loadVariables(dashboard, range, (name) =>
    query().getAll(`var-${name}`)
  );
  const values = {
    ...variables,
    __range: durationText(range.to.valueOf() - range.from.valueOf()),
    __url_time_range: `from=${from}&to=${to}`,
  };
  const marks = await loadAnnotations(dashboard, range, values);
  return { range, variables, values, marks, timeZone: dashboard.timezone };
}

// Repeated when the address changes and on every tick.
function useShown(dashboard, address, tick) {
  const [outcome, setOutcome] = useState({});
  useEffect(() => {
    let isCurrent = true;
    report.loading();
    load(dashboard)
      .then((shown) => ({ shown }))
      .catch((error) => ({ error }))
      .then((loaded) => {
        if (!isCurrent) return;
        setOutcome(loaded);
        report.loaded(loaded.error);
      });
    return () => (isCurrent = false);
  }, [dashboard, address, tick]);
  return outcome;
}

// The width of an element, as it is now.
function useWidth() {
  const element = useRef(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) =>
      setWidth(Math.floor(contentRect.width))
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}

const rowStyles = (theme) => ({
  row: css({
    position: 'absolute',
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    color: theme.colors.text.primary,
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    whiteSpace: 'nowrap',
  }),
  folded: css({ borderBottom: `1px solid ${theme.colors.border.weak}` }),
  count: css({
    paddingLeft: theme.spacing(2),
    color: theme.colors.text.secondary,
    fontStyle: 'italic',
    fontSize: theme.typography.size.sm,
    fontWeight: 'normal',
  }),
});

// A folded row says how many panels it hides.
function Row({ panel: { title, collapsed, panels }, values, box }) {
  const style = useStyles2(rowStyles);
  const text = fillIn(title, values, 'text');
  return (
    <div
      className={cx(style.row, collapsed && style.folded)}
      style={box}
      data-row={text}
    >
      <Icon name={collapsed ? 'angle-right' : 'angle-down'} />
      <span>{text}</span>
      {collapsed && (
        <span className={style.count}>
          ({panels.length} {panels.length === 1 ? 'panel' : 'panels'})
        </span>
      )}
    </div>
  );
}

function Grid({ dashboard, shown, width }) {
  const isOpen = query().get('rows') === 'open';
  const places = useMemo(
    () =>
      placeAll(
        isOpen ? unfold(dashboard.panels) : dashboard.panels,
        shown.values
      ).map((place) => ({
        ...place,
        box: inPixels(place, width),
        Draw: place.panel.type === 'row' ? Row : Panel,
      })),
    [dashboard, shown, width, isOpen]
  );
  const bottoms = places.map(({ box }) => box.top + box.height);
  return (
    <div style={{ position: 'relative', height: Math.max(...bottoms) }}>
      {places.map(({ key, Draw, ...place }) => (
        <Draw key={key} name={key} {...place} shown={shown} />
      ))}
    </div>
  );
}

export function Dashboard({ dashboard }) {
  const address = useAddress();
  const [tick, setTick] = useState(0);
  const [element, width] = useWidth();
  const { shown, error } = useShown(dashboard, address, tick);
  return (
    <div style={{ padding: '8px 16px 16px' }}>
      {!query().has('kiosk') && shown && (
        <Toolbar
          dashboard={dashboard}
          shown={shown}
          onRefresh={() => setTick((last) => last + 1)}
        />
      )}
      <div ref={element}>
        {error && (
          <Alert title="The dashboard could not be loaded">
            {error.message}
          </Alert>
        )}
        {shown && width > 0 && (
          <Grid dashboard={dashboard} shown={shown} width={width} />
        )}
      </div>
    </div>
  );
}
