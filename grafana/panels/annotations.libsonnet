// Marks across all panels of a dashboard.
{
  new(name, expr, colour, title, text):: {
    name: name,
    datasource: { type: 'prometheus', uid: '${datasource}' },
    enable: true,
    hide: false,
    iconColor: colour,
    expr: expr,
    step: '60s',
    titleFormat: title,
    textFormat: text,
    tagKeys: '',
    useValueForTime: false,
  },
}
