// A dashboard: what it shows now, and its panels on their grid.
import { Alert, Icon, useStyles2 } from '@grafana/ui';
import { css } from '@emotion/css';
import { useEffect, useMemo, useState } from 'react';
import { loadAnnotations } from '../data/annotations.js';
import { fillIn } from '../data/template.js';
import { dashboardValues } from '../data/values.js';
import { loadVariables } from '../data/variables.js';
import { inPixels, placeAll } from '../layout.js';
import { query, useAddress } from './address.js';
import { Panel } from './panel.jsx';
import { report } from './progress.js';
import { resolveRange } from './time_range.js';
import { Toolbar } from './toolbar.jsx';
import { useWidth } from './width.js';

async function load(dashboard) {
  const url = {
    from: query().get('from') ?? dashboard.time?.from ?? 'now-6h',
    to: query().get('to') ?? dashboard.time?.to ?? 'now',
  };
  const range = resolveRange(url);
  const variables = await loadVariables(dashboard, range, (name) =>
    query().getAll(`var-${name}`)
  );
  const values = dashboardValues({ range, url, variables });
  const marks = await loadAnnotations(dashboard, { range, values });
  const timeZone = dashboard.timezone || 'browser';
  return { range, url, variables, values, marks, timeZone };
}

// Anew when the address changes and on every tick.
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

const rowStyles = (theme) =>
  css({
    background: 'none',
    border: 0,
    color: theme.colors.text.primary,
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    textAlign: 'left',
    whiteSpace: 'nowrap',
  });

function Row({ place, box, isOpen, onToggle }) {
  const style = useStyles2(rowStyles);
  return (
    <button
      type="button"
      className={style}
      style={{ position: 'absolute', ...box }}
      onClick={onToggle}
    >
      <Icon name={isOpen ? 'angle-down' : 'angle-right'} />{' '}
      {fillIn(place.panel.title ?? '', place.values, 'text')}
    </button>
  );
}

function Grid({ dashboard, shown, width }) {
  const [toggled, setToggled] = useState({});
  const expand = query().has('expand');
  const places = useMemo(() => {
    const isOpen = (row, key) => toggled[key] ?? (expand || !row.collapsed);
    return placeAll(dashboard.panels, shown.values, isOpen).map((place) => ({
      ...place,
      isOpen: place.panel.type === 'row' && isOpen(place.panel, place.key),
    }));
  }, [dashboard, shown, toggled, expand]);
  const boxes = places.map((place) => inPixels(place, width));
  const bottom = Math.max(0, ...boxes.map(({ top, height }) => top + height));
  return (
    <div style={{ position: 'relative', height: bottom }}>
      {places.map((place, index) =>
        place.panel.type === 'row' ? (
          <Row
            key={place.key}
            place={place}
            box={boxes[index]}
            isOpen={place.isOpen}
            onToggle={() =>
              setToggled({ ...toggled, [place.key]: !place.isOpen })
            }
          />
        ) : (
          <Panel
            key={place.key}
            place={place}
            shown={shown}
            box={boxes[index]}
          />
        )
      )}
    </div>
  );
}

export function Dashboard({ dashboard, dashboards }) {
  const address = useAddress();
  const [tick, setTick] = useState(0);
  const [element, width] = useWidth();
  const { shown, error } = useShown(dashboard, address, tick);
  const isKiosk = query().has('kiosk');
  return (
    <div style={{ padding: '8px 16px 16px' }}>
      {!isKiosk && shown && (
        <Toolbar
          dashboard={dashboard}
          dashboards={dashboards}
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
