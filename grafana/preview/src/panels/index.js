// The visualizations by panel type: what draws it, and what its fields have by
// default beside what the dashboard says.
import { bargauge } from './bargauge.jsx';
import { heatmap } from './heatmap.jsx';
import { stat } from './stat.jsx';
import { table } from './table.jsx';
import { text } from './text.jsx';
import { timeseries } from './timeseries.jsx';

export const visualizations = {
  bargauge,
  heatmap,
  stat,
  table,
  text,
  timeseries,
};
