// The variables at the top of a dashboard. Later ones offer only what fits the
// earlier ones.
{
  datasource:: {
    type: 'datasource',
    name: 'datasource',
    label: 'Data source',
    description: 'The Prometheus that scrapes the exporter.',
    query: 'prometheus',
    regex: '',
    current: {},
    options: [],
    hide: 0,
    includeAll: false,
    multi: false,
    refresh: 1,
    skipUrlSync: false,
  },

  // The values of a label, one or several of them.
  labelValues(label, title, description, selector, several=true):: {
    type: 'query',
    name: label,
    label: title,
    description: description,
    datasource: { type: 'prometheus', uid: '${datasource}' },
    query: {
      query: 'label_values(%s, %s)' % [selector, label],
      refId: 'variable-' + label,
    },
    regex: '',
    sort: 1,
    // Whenever the time range changes: past values are offered too.
    refresh: 2,
    hide: 0,
    skipUrlSync: false,
    options: [],
    multi: several,
    includeAll: several,
  } + (
    if several then {
      allValue: '.+',
      current: { selected: true, text: ['All'], value: ['$__all'] },
    } else {
      current: {},
    }
  ),
}
