// Queries of a panel. The panel gives them their letters.
{
  local base(expr, legend) = {
    datasource: { type: 'prometheus', uid: '${datasource}' },
    editorMode: 'code',
    expr: expr,
    legendFormat: legend,
  },

  // One figure as of the end of the time range. The last point of a range
  // query would be older, by up to a step.
  now(expr, legend='')::
    base(expr, legend) + { format: 'time_series', instant: true, range: false },

  // The same as rows of a table, a column per label.
  rows(expr):: base(expr, '') + { format: 'table', instant: true, range: false },

  // A course over the time range.
  course(expr, legend)::
    base(expr, legend) + { format: 'time_series', instant: false, range: true },

  // The buckets of a histogram over the time range, summed by `le`.
  buckets(expr)::
    base(expr, '{{le}}') + { format: 'heatmap', instant: false, range: true },
}
