// What a dashboard's JSON may be, by the types of one Grafana release: that
// which `@grafana/schema` stands for.
//
// The types are those of the program, with enumerations and without what the
// JSON leaves to defaults. So: enumerations as their values, and all optional.
import type * as schema from '@grafana/schema';
import type * as barGauge from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type * as heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as timeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

type Json<T> = T extends string
  ? `${T}`
  : T extends number
    ? `${number}` extends `${T}`
      ? number
      : `${T}` extends `${infer N extends number}`
        ? N
        : never
    : T extends (infer One)[]
      ? Json<One>[]
      : T extends object
        ? { [Key in keyof T]?: Json<T[Key]> }
        : T;

// The last release whose schema knows the queries of Prometheus is 10.
type Query = {
  refId: string;
  datasource: { type: 'prometheus'; uid: string };
  editorMode: 'code' | 'builder';
  expr: string;
  format: 'time_series' | 'table' | 'heatmap';
  instant: boolean;
  range: boolean;
  legendFormat: string;
};

type Mark = Json<Omit<schema.AnnotationQuery, 'target'>> & {
  target: { expr: string; interval: string; refId: string };
  // Of Prometheus' own.
  expr: string;
  step: string;
  titleFormat: string;
  textFormat: string;
  tagKeys: string;
  useValueForTime: boolean;
};

type Fields<Custom> = Json<Omit<schema.FieldConfig, 'custom'>> & {
  custom?: Json<Custom>;
  // Since 10.2, but in no schema.
  fieldMinMax?: boolean;
};

type Property<Custom> =
  | {
      [Key in keyof Fields<Custom>]-?: { id: Key; value: Fields<Custom>[Key] };
    }[keyof Fields<Custom>]
  | {
      [Key in keyof Custom & string]-?: {
        id: `custom.${Key}`;
        value: Json<Custom[Key]>;
      };
    }[keyof Custom & string];

type Panel<Type extends string, Options, Custom> = Json<
  Omit<schema.Panel, 'type' | 'options' | 'fieldConfig' | 'targets'>
> & {
  type: Type;
  options: Json<Options>;
  targets: Query[];
  fieldConfig: {
    defaults: Fields<Custom>;
    overrides: {
      matcher: { id: 'byName' | 'byRegexp' | 'byFrameRefID'; options: string };
      properties: Property<Custom>[];
    }[];
  };
};

export type Panels = {
  bargauge: Panel<'bargauge', barGauge.Options, {}>;
  heatmap: Panel<'heatmap', heatmap.Options, heatmap.FieldConfig>;
  row: Json<Omit<schema.RowPanel, 'panels'>> & { panels: [] };
  stat: Panel<'stat', stat.Options, {}>;
  table: Panel<'table', table.Options, table.FieldConfig>;
  timeseries: Panel<'timeseries', timeSeries.Options, timeSeries.FieldConfig>;
};

export type Variable = Json<schema.VariableModel>;
export type Annotation = Mark;
export type Link = Json<schema.DashboardLink>;
export type Head = Json<
  Omit<schema.Dashboard, 'panels' | 'templating' | 'annotations' | 'links'>
>;
