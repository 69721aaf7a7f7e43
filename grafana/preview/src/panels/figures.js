// One figure per field, or per value of it.
import { getFieldDisplayValues } from '@grafana/data';

export const figuresOf = (
  { data, panel, theme, timeZone },
  { sparkline = false, percentChange = false } = {}
) =>
  getFieldDisplayValues({
    fieldConfig: data.fieldConfig,
    reduceOptions: { calcs: ['lastNotNull'], ...panel.options?.reduceOptions },
    replaceVariables: data.replaceVariables,
    theme,
    data: data.frames,
    sparkline,
    percentChange,
    timeZone,
  });
