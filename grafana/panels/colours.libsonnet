// Colours with a meaning, from Grafana's palette, which has a shade of each for
// the dark and for the light theme.
{
  good: 'green',
  attention: 'orange',
  bad: 'red',
  neutral: 'text',

  answered: self.good,
  oncall: self.good,
  ringing: self.attention,
  unanswered: self.bad,
  idle: 'blue',
  unknown: 'purple',
  inbound: 'blue',
  outbound: 'purple',
  'local': 'yellow',
  limit: self.bad,
  past: '#808080',
}
