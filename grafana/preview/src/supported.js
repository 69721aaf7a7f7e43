// Everything that a dashboard may contain: what ours contain and the preview
// draws. Anything else is refused by name, so that nothing is silently left out
// of a picture.
//
// A shape is one of
//   a text, number or boolean  only this value
//   { key: shape }             an object with these keys; "key?" may be absent
//   [shape]                    a list; [] is an empty one
//   (value, owner) => shape    chosen by the value and the object it is in;
//                              or whether the value is supported
import { namesIn } from './template.js';

const any = () => true;
const oneOf =
  (...values) =>
  (value) =>
    values.includes(value);
// Keys of any value.
const free = (...keys) => Object.fromEntries(keys.map((key) => [key, any]));
const mapOf = (shape) => (map) =>
  Object.fromEntries(Object.keys(map).map((key) => [key, shape]));

const datasource = { type: 'prometheus', uid: '${datasource}' };

// Without a name, Grafana names a series by its labels.
const hasName = (text, { format }) =>
  format === 'table' || /^(?!__auto$)./.test(text);

const query = (format, instant) => ({
  ...free('refId', 'editorMode', 'expr'),
  legendFormat: hasName,
  datasource,
  format,
  instant,
  range: !instant,
});

const mapping = ({ type }) =>
  type === 'value'
    ? { type, options: mapOf(free('text', 'index', 'color?')) }
    : {
        type: 'special',
        options: {
          match: 'null+nan',
          result: free('text', 'index', 'color'),
        },
      };

const stacking = { mode: oneOf('none', 'normal'), group: any };
const hideFrom = { legend: false, tooltip: false, viz: false };

// The settings of a field for Grafana's components.
const fieldProperties = {
  ...free('decimals', 'fieldMinMax', 'max', 'min', 'noValue'),
  ...free('custom.fillOpacity', 'custom.filterable', 'custom.lineWidth'),
  ...free('custom.width', 'unit'),
  color: ({ mode }) =>
    mode === 'fixed'
      ? free('mode', 'fixedColor')
      : { mode: oneOf('thresholds', 'palette-classic') },
  displayName: (text) => !text.includes('$'),
  links: [{ title: any, url: any, targetBlank: false }],
  mappings: [mapping],
  thresholds: { mode: 'absolute', steps: [free('color', 'value')] },
  'custom.cellOptions': ({ type }) =>
    type === 'gauge'
      ? { type, mode: 'basic', valueDisplayMode: 'text' }
      : { type: 'color-text' },
  'custom.lineStyle': { fill: 'dash', dash: [any] },
  'custom.stacking': stacking,
};

export const properties = Object.keys(fieldProperties);

const override = {
  matcher: { id: oneOf('byName', 'byRegexp', 'byFrameRefID'), options: any },
  properties: [
    ({ id }) => ({
      id: oneOf(...properties),
      value: fieldProperties[id] ?? any,
    }),
  ],
};

const { color, mappings, thresholds } = fieldProperties;
const fieldConfig = (more) => ({
  defaults: {
    ...free('unit', 'noValue', 'decimals?', 'max?', 'min?'),
    color,
    mappings,
    thresholds,
    ...more,
  },
  overrides: [override],
});

const reduceOptions = { calcs: ['lastNotNull'], fields: '', values: false };

// Grafana writes another range into the title, unless that is hidden.
const ofItsOwnTime = {
  'interval?': any,
  'timeFrom?': (text, { hideTimeOverride }) => hideTimeOverride === true,
  'hideTimeOverride?': true,
};

const panels = {
  bargauge: {
    targets: [query('time_series', true)],
    fieldConfig: fieldConfig({ links: fieldProperties.links }),
    options: {
      ...free('displayMode', 'maxVizHeight', 'minVizHeight', 'minVizWidth'),
      ...free('namePlacement', 'showUnfilled', 'valueMode'),
      orientation: 'horizontal',
      reduceOptions,
      sizing: 'auto',
    },
  },
  heatmap: {
    targets: [query(oneOf('heatmap', 'time_series'), false)],
    ...ofItsOwnTime,
    fieldConfig: {
      defaults: {
        unit: any,
        noValue: any,
        custom: { hideFrom, scaleDistribution: { type: 'linear' } },
      },
      overrides: [],
    },
    options: {
      calculate: false,
      cellGap: 1,
      cellValues: free('unit', 'decimals'),
      // The last three belong to another mode.
      color: {
        mode: 'scheme',
        scheme: 'Oranges',
        reverse: false,
        ...free('steps', 'scale', 'exponent', 'fill'),
      },
      exemplars: free('color'),
      filterValues: { le: any },
      legend: { show: true },
      rowsFrame: { layout: 'auto' },
      showValue: 'never',
      tooltip: { mode: 'single', yHistogram: false, showColorScale: false },
      yAxis: { axisPlacement: 'left', reverse: any, unit: any },
    },
  },
  stat: {
    targets: [query('time_series', true)],
    fieldConfig: fieldConfig({ links: [] }),
    options: {
      ...free('colorMode', 'justifyMode', 'orientation', 'text', 'wideLayout'),
      graphMode: 'none',
      reduceOptions,
      textMode: oneOf('value', 'value_and_name', 'name'),
    },
  },
  table: {
    // A single query would give the column another name.
    targets: ({ length }) => length > 1 && [query('table', true)],
    fieldConfig: fieldConfig({
      links: [],
      custom: {
        align: 'auto',
        cellOptions: { type: 'auto' },
        filterable: false,
        inspect: false,
      },
    }),
    options: {
      cellHeight: any,
      showHeader: true,
      sortBy: [free('displayName', 'desc')],
    },
    transformations: [
      ({ id }) => ({
        id: oneOf('merge', 'organize'),
        options:
          id === 'merge'
            ? {}
            : free('excludeByName', 'indexByName', 'renameByName'),
      }),
    ],
  },
  timeseries: {
    targets: [query('time_series', false)],
    ...ofItsOwnTime,
    fieldConfig: fieldConfig({
      links: [],
      custom: {
        ...free(
          'axisBorderShow',
          'axisColorMode',
          'axisLabel',
          'axisPlacement'
        ),
        ...free('axisSoftMax?', 'drawStyle', 'fillOpacity', 'gradientMode'),
        ...free('lineInterpolation', 'lineWidth', 'pointSize', 'showPoints'),
        ...free('scaleDistribution', 'spanNulls', 'thresholdsStyle'),
        hideFrom,
        stacking,
      },
    }),
    options: {
      legend: {
        showLegend: true,
        displayMode: 'list',
        placement: 'bottom',
        calcs: [],
      },
      tooltip: free('mode', 'sort'),
    },
  },
};

const common = {
  ...free('id', 'type', 'title'),
  gridPos: free('x', 'y', 'w', 'h'),
};

const row = {
  ...common,
  collapsed: (folded) => typeof folded === 'boolean',
  // Those of a folded row; each is checked when it is drawn.
  panels: (panels, { collapsed }) => collapsed || panels.length === 0,
  'repeat?': any,
};

const panel = ({ type }) => ({
  ...common,
  description: any,
  datasource,
  ...panels[type],
});

const variable = ({ type, includeAll }) => ({
  ...free('name', 'label', 'description', 'includeAll', 'multi'),
  // By default, all are selected if possible, else the first one.
  current: includeAll
    ? { selected: true, text: ['All'], value: ['$__all'] }
    : {},
  // Shown, or not.
  hide: oneOf(0, 2),
  options: [],
  regex: '',
  skipUrlSync: false,
  ...(type === 'query'
    ? {
        type,
        datasource,
        query: {
          query: (text) => /^label_values\(.+, \w+\)$/.test(text),
          refId: any,
        },
        ...(includeAll && { allValue: any }),
        refresh: 2,
        sort: 1,
      }
    : { type: 'datasource', query: 'prometheus', refresh: any }),
});

const dashboard = {
  ...free('uid', 'title', 'description', 'tags', 'version', 'schemaVersion'),
  ...free('editable', 'refresh', 'timezone'),
  time: free('from', 'to'),
  panels: [row],
  graphTooltip: 1,
  timepicker: {},
  fiscalYearStartMonth: 0,
  weekStart: '',
  liveNow: false,
  links: [
    {
      ...free('title', 'tooltip', 'url', 'icon', 'asDropdown'),
      type: 'link',
      includeVars: true,
      keepTime: true,
      tags: [],
      targetBlank: false,
    },
  ],
  templating: { list: [variable] },
  annotations: {
    list: [
      {
        // There is no hovering, so the two texts are not shown.
        ...free('name', 'iconColor', 'titleFormat', 'textFormat'),
        datasource,
        enable: true,
        hide: false,
        tagKeys: '',
        target: free('expr', 'interval', 'refId'),
        // For releases of Grafana that do not read them from the target.
        'expr?': (text, { target }) => text === target.expr,
        'step?': (text, { target }) => text === target.interval,
        useValueForTime: false,
      },
    ],
  },
};

const unsupported = (path, value) =>
  `${path} ${JSON.stringify(value)} is not supported`;

// Sentences about everything unsupported in `value`, which is at `path`.
function problemsIn(value, shape, path, owner) {
  if (typeof shape === 'function') {
    const found = shape(value, owner);
    if (typeof found !== 'boolean')
      return problemsIn(value, found, path, owner);
    return found ? [] : [unsupported(path, value)];
  }
  if (Array.isArray(shape) && Array.isArray(value) && shape.length > 0) {
    return value.flatMap((each, index) =>
      problemsIn(each, shape[0], `${path}[${index}]`, value)
    );
  }
  if (shape?.constructor === Object && value?.constructor === Object) {
    return problemsInObject(value, shape, path);
  }
  return JSON.stringify(value) === JSON.stringify(shape)
    ? []
    : [unsupported(path, value)];
}

function problemsInObject(value, shape, path) {
  const inside = (key) => (path ? `${path}.${key}` : key);
  const shapes = Object.fromEntries(
    Object.entries(shape).map(([key, inner]) => [key.replace('?', ''), inner])
  );
  const unknown = Object.keys(value).filter((key) => !(key in shapes));
  const missing = Object.keys(shape).filter(
    (key) => !key.endsWith('?') && !(key in value)
  );
  const known = Object.keys(value).filter((key) => key in shapes);
  return [
    ...unknown.map((key) => `${inside(key)} is not supported`),
    ...missing.map((key) => `${inside(key)} is missing`),
    ...known.flatMap((key) =>
      problemsIn(value[key], shapes[key], inside(key), value)
    ),
  ];
}

// Texts such as $tenant that refer to nothing.
const unknownNames = (value, variables) =>
  namesIn(JSON.stringify(value)).filter((name) => !variables.includes(name));

function check(value, shape, variables) {
  const problems = [
    ...problemsIn(value, shape, ''),
    ...unknownNames(value, variables).map(
      (name) => `variable "${name}" is not known`
    ),
  ];
  if (problems.length > 0) throw new Error(problems.join('; '));
}

// Both throw an error that names everything unsupported.
export function checkDashboard(json) {
  const variables = json.templating.list.map(({ name }) => name);
  const rows = json.panels.filter(({ type }) => type === 'row');
  check({ ...json, panels: rows }, dashboard, variables);
  for (const { title, repeat } of rows) {
    if (repeat !== undefined && !variables.includes(repeat)) {
      throw new Error(`row "${title}": variable "${repeat}" is not known`);
    }
  }
}

export function checkPanel(json, variables) {
  if (!panels[json.type]) {
    throw new Error(`panel type "${json.type}" is not supported`);
  }
  check(json, panel(json), variables);
}
