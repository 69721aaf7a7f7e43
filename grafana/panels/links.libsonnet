// Links to other dashboards: by uid, so that a renamed one is still found.
{
  // At the top of a dashboard; keeps time range and variables.
  dashboard(uid, title, tooltip):: {
    type: 'link',
    title: title,
    tooltip: tooltip,
    url: '/d/' + uid,
    icon: 'dashboard',
    asDropdown: false,
    includeVars: true,
    keepTime: true,
    tags: [],
    targetBlank: false,
  },

  // From a value; variables: { name: expression } beside those of `kept`.
  data(uid, title, kept, variables):: {
    local parameters =
      ['${__url_time_range}'] +
      ['${%s:queryparam}' % name for name in kept] +
      [
        'var-%s=%s' % [name, variables[name]]
        for name in std.objectFields(variables)
      ],
    title: title,
    targetBlank: false,
    url: '/d/%s?%s' % [uid, std.join('&', parameters)],
  },
}
