import { TableNG } from '@grafana/ui/unstable';

export const table = ({ frames, fieldConfig, panel, range, width, height }) => (
  <TableNG
    ariaLabel={panel.title}
    data={frames[0]}
    width={width}
    height={height}
    cellHeight={panel.options.cellHeight}
    sortBy={panel.options.sortBy}
    fieldConfig={fieldConfig}
    noValue={fieldConfig.defaults.noValue}
    timeRange={range}
    enableVirtualization={false}
    resizable
  />
);
