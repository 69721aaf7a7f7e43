import { TableNG } from '@grafana/ui/unstable';

// What older dashboards call hidden.
const shown = (field) =>
  !field.config.custom?.hidden && !field.config.custom?.hideFrom?.viz;

function Table({ data, panel, range, width, height }) {
  const { options = {} } = panel;
  const frame = data.frames[options.frameIndex ?? 0];
  return (
    <TableNG
      ariaLabel={panel.title}
      data={{ ...frame, fields: frame.fields.filter(shown) }}
      width={width}
      height={height}
      noHeader={options.showHeader === false}
      cellHeight={options.cellHeight ?? 'sm'}
      sortBy={options.sortBy}
      enablePagination={options.footer?.enablePagination}
      fieldConfig={data.fieldConfig}
      noValue={data.fieldConfig.defaults.noValue}
      timeRange={range}
      enableVirtualization={false}
      resizable
    />
  );
}

export const table = { draw: Table };
