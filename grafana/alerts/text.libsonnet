// Pieces of descriptions. Templates ask Prometheus what a value alone does not
// say; where there is no answer, they write nothing.
{
  value:: '{{ $value | printf "%.0f" }}',
  percent:: '{{ $value | humanizePercentage }}',
  duration:: '{{ $value | humanizeDuration }}',

  // A query about the labels of the alert, each of which stands where the query
  // has `$label`.
  local asked(query, labels) =
    'printf `%s` %s | query' % [
      std.foldl(
        function(text, label) std.strReplace(text, '$' + label, '%q'),
        labels,
        query
      ),
      std.join(' ', ['$labels.' + label for label in labels]),
    ],

  // `before`, the value, `after`.
  answer(query, labels, before='', after='', format='printf "%.0f"')::
    '{{ with %s }}%s{{ . | first | value | %s }}%s{{ end }}' %
    [asked(query, labels), before, format, after],

  // `before`, the label of the first series.
  label(query, labels, label, before='', after='')::
    '{{ with %s }}%s{{ . | first | label "%s" }}%s{{ end }}' %
    [asked(query, labels), before, label, after],

  // ": a, b, c" of all series, sorted by a label.
  list(query, labels, item, sort='')::
    '{{ range $n, $one := %s%s }}' % [
      asked(query, labels),
      if sort == '' then '' else ' | sortByLabel "%s"' % sort,
    ] +
    '{{ if $n }}, {{ else }}: {{ end }}%s{{ end }}' % item,
}
