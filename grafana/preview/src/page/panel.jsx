// A panel: loads its data, and draws it or says why not.
import { LoadingState } from '@grafana/data';
import { ErrorBoundary, PanelChrome, useTheme2 } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import { loadPanelData } from '../data/panel_data.js';
import { fillIn } from '../data/template.js';
import { visualizations } from '../panels/index.js';
import { changeQuery } from './address.js';
import { report } from './progress.js';
import { panelRange } from './time_range.js';

const isEmpty = ({ frames }) => frames.every(({ length }) => length === 0);

// What was loaded last stays until the next is there.
function usePanelData(panel, visualization, context) {
  const [loaded, setLoaded] = useState({ isLoading: true, problems: [] });
  useEffect(() => {
    let isCurrent = true;
    setLoaded((before) => ({ ...before, isLoading: true }));
    const load = visualization
      ? loadPanelData(panel, context, visualization.defaults)
      : Promise.reject(
          new Error(`panel type "${panel.type}" is not supported`)
        );
    load
      .then((data) => ({ data, context, problems: data.problems }))
      .catch(({ message }) => ({ problems: [message] }))
      .then((outcome) => isCurrent && setLoaded(outcome));
    return () => (isCurrent = false);
  }, [panel, visualization, context]);
  return loaded;
}

function stateOf({ isLoading, data }, problems) {
  if (isLoading) return 'loading';
  if (problems.length > 0) return 'failed';
  return isEmpty(data) ? 'empty' : 'drawn';
}

function Failure({ problems }) {
  const theme = useTheme2();
  return (
    <div role="alert" style={{ height: '100%', overflow: 'auto' }}>
      <strong style={{ color: theme.colors.error.text }}>Failed</strong>
      {problems.map((problem) => (
        <div key={problem} style={{ overflowWrap: 'anywhere' }}>
          {problem}
        </div>
      ))}
    </div>
  );
}

function Empty({ width, height }) {
  const theme = useTheme2();
  return (
    <div
      style={{
        display: 'grid',
        placeItems: 'center',
        color: theme.colors.text.secondary,
        width,
        height,
      }}
    >
      No data
    </div>
  );
}

// Tells of a visualization that broke while it drew.
function Broken({ error, onBroken }) {
  useEffect(() => {
    onBroken(error.message);
  }, [error, onBroken]);
  return <Failure problems={[error.message]} />;
}

const onZoom = ({ from, to }) =>
  changeQuery({ from: Math.round(from), to: Math.round(to) });

function Content({ visualization, loaded, panel, size, onBroken }) {
  const { data, context, problems } = loaded;
  if (problems.length > 0) return <Failure problems={problems} />;
  if (!data) return null;
  if (isEmpty(data) && !visualization.drawsNothing) return <Empty {...size} />;
  const Draw = visualization.draw;
  return (
    <ErrorBoundary dependencies={[loaded]} boundaryName={panel.title}>
      {({ error }) =>
        error ? (
          <Broken error={error} onBroken={onBroken} />
        ) : (
          <Draw
            panel={panel}
            data={data}
            {...context}
            {...size}
            onZoom={onZoom}
          />
        )
      }
    </ErrorBoundary>
  );
}

// `shown` is what the whole dashboard shows: range, marks, timeZone.
export function Panel({ place, shown, box }) {
  const { key, panel, values } = place;
  const theme = useTheme2();
  const { width } = box;
  const context = useMemo(
    () => ({
      ...shown,
      range: panelRange(panel, shown.range),
      values,
      width,
      theme,
    }),
    [panel, shown, values, width, theme]
  );
  const visualization = visualizations[panel.type];
  const loaded = usePanelData(panel, visualization, context);
  const [broken, setBroken] = useState(null);
  useEffect(() => setBroken(null), [loaded]);

  const title = fillIn(panel.title ?? '', values, 'text');
  const problems = broken ? [broken] : loaded.problems;
  const state = stateOf(loaded, problems);
  const message = problems.join('; ');
  useEffect(() => {
    report.panel(key, { title, state, message });
  }, [key, title, state, message]);
  useEffect(() => () => report.gone(key), [key]);
  return (
    <div
      data-panel={title}
      data-state={state}
      style={{ position: 'absolute', ...box }}
    >
      <PanelChrome
        title={title}
        description={fillIn(panel.description ?? '', values, 'text')}
        displayMode={panel.transparent ? 'transparent' : 'default'}
        loadingState={
          state === 'loading' ? LoadingState.Loading : LoadingState.Done
        }
        statusMessage={message}
        hoverHeader={!title}
        width={width}
        height={box.height}
      >
        {(innerWidth, innerHeight) => (
          <Content
            visualization={visualization}
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
