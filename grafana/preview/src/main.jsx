// The page: the list of dashboards, or one of them.
import './progress.js';
import 'uplot/dist/uPlot.min.css';
import '@grafana/react-data-grid/lib/styles.css';
import {
  createTheme,
  standardTransformers,
  standardTransformersRegistry,
  ThemeContext,
} from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { Alert, GlobalStyles, PortalContainer, useTheme2 } from '@grafana/ui';
import { useMemo } from 'react';
import { createRoot } from 'react-dom/client';
import { query, useAddress } from './address.js';
import { Dashboard } from './dashboard.jsx';
import { loadFonts } from './fonts.js';
import { report } from './progress.js';

async function getJson(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return response.json();
}

function List({ dashboards }) {
  const theme = useTheme2();
  return (
    <div style={{ padding: 32 }}>
      <h1>Dashboards</h1>
      {dashboards.map(({ uid, title, description }) => (
        <p key={uid}>
          <a href={`/d/${uid}`} style={{ color: theme.colors.text.link }}>
            {title}
          </a>
          <br />
          {description}
        </p>
      ))}
    </div>
  );
}

function Page({ dashboards, dashboard, error }) {
  useAddress();
  const mode = query().get('theme') === 'light' ? 'light' : 'dark';
  const theme = useMemo(() => createTheme({ colors: { mode } }), [mode]);
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      {error && <Alert title="Failed">{error.message}</Alert>}
      {dashboard && <Dashboard dashboard={dashboard} />}
      {dashboards && <List dashboards={dashboards} />}
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

// What Grafana's application sets up before a panel is drawn.
async function prepare() {
  const { mergeTransformer, organizeFieldsTransformer } = standardTransformers;
  standardTransformersRegistry.setInit(() =>
    [mergeTransformer, organizeFieldsTransformer].map((transformation) => ({
      id: transformation.id,
      name: transformation.name,
      transformation,
    }))
  );
  await Promise.all([initPluginTranslations('preview'), loadFonts()]);
}

async function load() {
  await prepare();
  const [, uid] = window.location.pathname.match(/^\/d\/([^/]+)/) ?? [];
  if (!uid) return { dashboards: await getJson('/dashboards') };
  const dashboard = await getJson(`/dashboards/${uid}`);
  document.title = dashboard.title;
  return { dashboard };
}

const root = createRoot(document.getElementById('page'));
load()
  .catch((error) => ({ error }))
  .then((page) => {
    if (!page.dashboard) report.loaded(page.error);
    root.render(<Page {...page} />);
  });
