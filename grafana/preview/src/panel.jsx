// A panel: loads its data, and draws it or shows an error.
import { LoadingState } from '@grafana/data';
import { ErrorBoundary, PanelChrome, useTheme2 } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import { loadPanelData } from './panel_data.js';
import { bargauge } from './panels/bargauge.jsx';
import { heatmap } from './panels/heatmap.jsx';
import { stat } from './panels/stat.jsx';
import { table } from './panels/table.jsx';
import { timeseries } from './panels/timeseries.jsx';
import { report } from './progress.js';
import { checkPanel } from './supported.js';
import { fillIn } from './template.js';

const visualizations = { bargauge, heatmap, stat, table, timeseries };

// A stat itself shows that there is no data.
const isEmpty = ({ frames }) => frames.every(({ length }) => length === 0);
const drawsNothing = ({ type }) => type === 'stat';

function textsOf({ panel, values }) {
  try {
    checkPanel(panel, Object.keys(values));
    return {
      title: fillIn(panel.title, values, 'text'),
      description: fillIn(panel.description, values, 'text'),
    };
  } catch ({ message }) {
    return { title: panel.title, problem: message };
  }
}

// Keeps the last data until the next is loaded.
function usePanelData(panel, values, problem, shown) {
  const [loaded, setLoaded] = useState({ isLoading: true });
  useEffect(() => {
    let isCurrent = true;
    if (problem) {
      setLoaded({ problem });
      return undefined;
    }
    setLoaded((before) => ({ ...before, isLoading: true }));
    loadPanelData({ panel, values }, shown)
      .then((data) => ({ data, shown }))
      .catch(({ message }) => ({ problem: message }))
      .then((outcome) => isCurrent && setLoaded(outcome));
    return () => (isCurrent = false);
  }, [panel, values, problem, shown]);
  return loaded;
}

function Failure({ problem }) {
  const theme = useTheme2();
  return (
    <div role="alert" style={{ height: '100%', overflow: 'auto' }}>
      <strong style={{ color: theme.colors.error.text }}>Failed</strong>
      <div style={{ overflowWrap: 'anywhere' }}>{problem}</div>
    </div>
  );
}

function Empty(size) {
  const { colors } = useTheme2();
  const color = colors.text.secondary;
  return (
    <div style={{ display: 'grid', placeItems: 'center', color, ...size }}>
      No data
    </div>
  );
}

// Reports a visualization that failed while drawing.
function Broken({ error, onBroken }) {
  useEffect(() => onBroken(error.message), [error, onBroken]);
  return <Failure problem={error.message} />;
}

function Content({ loaded, panel, size, onBroken }) {
  const { data, shown, problem } = loaded;
  if (problem) return <Failure problem={problem} />;
  if (!data) return null;
  if (isEmpty(data) && !drawsNothing(panel)) return <Empty {...size} />;
  const Draw = visualizations[panel.type];
  return (
    <ErrorBoundary dependencies={[loaded]} boundaryName={panel.title}>
      {({ error }) =>
        error ? (
          <Broken error={error} onBroken={onBroken} />
        ) : (
          <Draw panel={panel} {...shown} {...data} {...size} />
        )
      }
    </ErrorBoundary>
  );
}

function stateOf({ isLoading, data }, problem) {
  if (isLoading) return 'loading';
  if (problem) return 'failed';
  return isEmpty(data) ? 'empty' : 'drawn';
}

// `shown` is what the whole dashboard shows: range, marks, timeZone.
export function Panel({ name, panel, values, box, shown }) {
  const theme = useTheme2();
  const { width, height } = box;
  const texts = useMemo(() => textsOf({ panel, values }), [panel, values]);
  const { title, description } = texts;
  const context = useMemo(
    () => ({ ...shown, width, theme }),
    [shown, width, theme]
  );
  const loaded = usePanelData(panel, values, texts.problem, context);
  const [broken, setBroken] = useState(null);
  useEffect(() => setBroken(null), [loaded]);

  const message = broken ?? loaded.problem;
  const state = stateOf(loaded, message);
  useEffect(() => {
    report.panel(name, { title, state, message });
  }, [name, title, state, message]);
  useEffect(() => () => report.gone(name), [name]);
  return (
    <div data-panel={title} style={{ position: 'absolute', ...box }}>
      <PanelChrome
        title={title}
        description={description}
        loadingState={
          state === 'loading' ? LoadingState.Loading : LoadingState.Done
        }
        statusMessage={message}
        width={width}
        height={height}
      >
        {(innerWidth, innerHeight) => (
          <Content
            loaded={loaded}
            panel={panel}
            size={{ width: innerWidth, height: innerHeight }}
            onBroken={setBroken}
          />
        )}
      </PanelChrome>
    </div>
  );
}
