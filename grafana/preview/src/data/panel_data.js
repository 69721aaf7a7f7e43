// From the queries of a panel to what its visualization draws.
import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  FieldConfigOptionsRegistry,
  transformDataFrame,
} from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { runQueries } from './queries.js';
import { fillIn } from './template.js';
import { valueAt } from './values.js';

const standardProperties = [
  'color',
  'decimals',
  'description',
  'displayName',
  'fieldMinMax',
  'filterable',
  'links',
  'mappings',
  'max',
  'min',
  'noValue',
  'thresholds',
  'unit',
];

const fillInName = (name, { field, replaceVariables }) =>
  name && replaceVariables(name, field.state.scopedVars);

const property = (id) => ({
  id,
  name: id,
  path: id.replace(/^custom\./, ''),
  isCustom: id.startsWith('custom.'),
  process: id === 'displayName' ? fillInName : (value) => value,
  shouldApply: () => true,
});

// Every property that the panel names; each is taken as it is.
function propertiesOf({ defaults, overrides }) {
  const ids = new Set([
    ...standardProperties,
    ...Object.keys(defaults.custom ?? {}).map((key) => `custom.${key}`),
    ...overrides.flatMap(({ properties }) => properties.map(({ id }) => id)),
  ]);
  return new FieldConfigOptionsRegistry(() => [...ids].map(property));
}

// JSON knows no infinity: the base of thresholds is null there.
function withBase(thresholds) {
  return (
    thresholds && {
      ...thresholds,
      steps: thresholds.steps.map((step) => ({
        ...step,
        value: step.value ?? -Infinity,
      })),
    }
  );
}

function fieldConfigOf(panel, defaultCustom) {
  const { defaults = {}, overrides = [] } = panel.fieldConfig ?? {};
  return {
    defaults: {
      ...defaults,
      thresholds: withBase(defaults.thresholds),
      custom: { ...defaultCustom, ...defaults.custom },
    },
    overrides: overrides.map((override) => ({
      ...override,
      properties: override.properties.map(({ id, value }) => ({
        id,
        value: id === 'thresholds' ? withBase(value) : value,
      })),
    })),
  };
}

const transform = (panel, frames, interpolate) =>
  lastValueFrom(
    transformDataFrame(panel.transformations ?? [], frames, { interpolate })
  );

// `context` has range, values, width, theme and timeZone.
export async function loadPanelData(panel, context, defaultCustom) {
  const { values, theme, timeZone } = context;
  const { frames, problems } = await runQueries(panel, context);
  const replaceVariables = (text, scoped = {}, format) => {
    const at = scoped.__dataContext?.value;
    const known = at ? { ...values, ...valueAt(at) } : values;
    return fillIn(
      text,
      known,
      format === 'uriencode' ? 'percentencode' : 'text'
    );
  };
  const fieldConfig = fieldConfigOf(panel, defaultCustom);
  const data = applyFieldOverrides({
    data: await transform(panel, frames, replaceVariables),
    fieldConfig,
    fieldConfigRegistry: propertiesOf(fieldConfig),
    replaceVariables,
    theme,
    timeZone,
  });
  cacheFieldDisplayNames(data);
  return { frames: data, fieldConfig, problems, replaceVariables };
}
