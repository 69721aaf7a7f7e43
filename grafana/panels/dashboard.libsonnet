// A dashboard around its panels.
local layout = import 'layout.libsonnet';

{
  new(
    uid,
    title,
    description,
    tags,
    variables,
    annotations,
    links,
    lines,
    from,
    refresh
  ):: {
    uid: uid,
    title: title,
    description: description,
    tags: tags,
    schemaVersion: 39,
    version: 1,
    editable: false,
    // One crosshair over all panels.
    graphTooltip: 1,
    refresh: refresh,
    time: { from: from, to: 'now' },
    timepicker: {},
    timezone: 'browser',
    weekStart: '',
    fiscalYearStartMonth: 0,
    liveNow: false,
    links: links,
    templating: { list: variables },
    annotations: { list: annotations },
    panels: layout.place(lines),
  },
}
