// Rows by label, a column per query.
local colours = import 'colours.libsonnet';
local override = import 'override.libsonnet';
local panel = import 'panel.libsonnet';
local thresholds = import 'thresholds.libsonnet';

{
  // A column with figures: { title, query, and what it has of its own }.
  column(
    title,
    query,
    unit='short',
    steps=null,
    decimals=null,
    bar=false,
    mappings=null,
    width=null
  ):: {
    title: title,
    query: query,
    properties: std.prune({
      unit: unit,
      decimals: decimals,
      [if mappings != null then 'mappings']: mappings + [panel.nothing()],
      'custom.width': width,
    }) + (
      if steps == null then {} else { thresholds: steps }
    ) + (
      if bar then {
        'custom.cellOptions': { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' },
        // Otherwise, a bar is as long as its share of the largest of all
        // columns.
        fieldMinMax: true,
        min: 0,
        color: { mode: 'fixed', fixedColor: colours.inbound },
      }
      else if steps == null then {}
      else { 'custom.cellOptions': { type: 'color-text' } }
    ),
  },

  // labels: [[label, title, links, width if it is fixed], ...], the first
  // columns from the left.
  new(title, description, labels, columns, sortBy, descending=true)::
    panel.new('table', title, description, [column.query for column in columns]) +
    panel.fields(
      'short',
      colour={ mode: 'thresholds' },
      overrides=[
        override.named(label[1], { 'custom.filterable': true } + (
          if label[2] == [] then {} else { links: label[2] }
        ) + (
          if std.length(label) < 4 then {} else { 'custom.width': label[3] }
        ))
        for label in labels
      ] + [
        override.named(column.title, column.properties)
        for column in columns
      ],
      custom={ align: 'auto', cellOptions: { type: 'auto' }, filterable: false, inspect: false }
    ) + {
      local values = [
        'Value #' + target.refId
        for target in self.targets
      ],
      options: {
        cellHeight: 'sm',
        showHeader: true,
        sortBy: [{ displayName: sortBy, desc: descending }],
      },
      transformations: [
        { id: 'merge', options: {} },
        { id: 'organize', options: {
          excludeByName: { Time: true },
          indexByName:
            { [labels[i][0]]: i for i in std.range(0, std.length(labels) - 1) } +
            { [values[i]]: i + std.length(labels) for i in std.range(0, std.length(values) - 1) },
          renameByName:
            { [label[0]]: label[1] for label in labels } +
            { [values[i]]: columns[i].title for i in std.range(0, std.length(values) - 1) },
        } },
      ],
    },
}
