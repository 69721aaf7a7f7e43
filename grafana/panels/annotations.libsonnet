// Marks across all panels of a dashboard.
{
  new(name, expr, colour, title, text):: {
    name: name,
    datasource: { type: 'prometheus', uid: '${datasource}' },
    enable: true,
    hide: false,
    iconColor: colour,
    // Grafana 10 to 11.6.1 and 12.0.0 read these, later ones the target.
    expr: expr,
    step: '60s',
    target: { expr: expr, interval: '60s', refId: 'Anno' },
    titleFormat: title,
    textFormat: text,
    tagKeys: '',
    useValueForTime: false,
  },
}
