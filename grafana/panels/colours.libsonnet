// Colours with a meaning, from Grafana's palette, which has a shade of each for
// the dark and for the light theme.
{
  good: 'green',
  attention: 'orange',
  bad: 'red',
  neutral: 'text',

  // Series that are drawn together differ in lightness, too, so that people who
  // are colour-blind can tell them apart.
  answered: 'light-green',
  oncall: 'dark-green',
  ringing: 'light-orange',
  unanswered: 'dark-red',
  idle: 'dark-blue',
  unknown: '#808080',
  inbound: 'dark-blue',
  outbound: 'light-purple',
  'local': 'yellow',
  limit: self.bad,
  past: '#808080',
}
