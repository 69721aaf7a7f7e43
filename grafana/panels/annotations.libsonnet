// Marks across all panels of a dashboard.
{
  new(name, expr, colour, title, text):: {
    name: name,
    datasource: { type: 'prometheus', uid: '${datasource}' },
    enable: true,
    hide: false,
    iconColor: colour,
    target: { expr: expr, interval: '60s', refId: 'Anno' },
    titleFormat: title,
    textFormat: text,
    tagKeys: '',
    useValueForTime: false,
  },
}
