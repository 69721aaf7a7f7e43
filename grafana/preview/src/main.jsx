// The page: the list of dashboards, or one of them.
import './page/progress.js';
import 'uplot/dist/uPlot.min.css';
import '@grafana/react-data-grid/lib/styles.css';
import { createTheme, ThemeContext } from '@grafana/data';
import { Alert, GlobalStyles, PortalContainer } from '@grafana/ui';
import { useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { dashboardUid, query, useAddress } from './page/address.js';
import { boot } from './page/boot.js';
import { Dashboard } from './page/dashboard.jsx';
import { List } from './page/list.jsx';
import { report } from './page/progress.js';

async function getJson(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
  return answer.json();
}

function Page({ dashboards, dashboard, error }) {
  useAddress();
  const mode = query().get('theme') === 'light' ? 'light' : 'dark';
  const theme = useMemo(() => createTheme({ colors: { mode } }), [mode]);
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      {error && <Alert title="Failed">{error.message}</Alert>}
      {dashboard && <Dashboard dashboard={dashboard} dashboards={dashboards} />}
      {!dashboard && !error && <List dashboards={dashboards} />}
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

async function start() {
  await boot();
  const uid = dashboardUid();
  const dashboards = await getJson('/dashboards');
  const dashboard = uid
    ? await getJson(`/dashboards/${encodeURIComponent(uid)}`)
    : undefined;
  document.title = dashboard?.title ?? 'Dashboards';
  return { dashboards, dashboard };
}

const root = createRoot(document.getElementById('page'));
start()
  .catch((error) => ({ error }))
  .then((page) => {
    if (!page.dashboard) report.loaded(page.error);
    root.render(<Page {...page} />);
  });
