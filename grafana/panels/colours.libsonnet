// Colours with a meaning, from Grafana's palette, which has a shade of each for
// the dark and for the light theme.
{
  // Teal rather than green, which many people cannot tell from red. These four
  // and series that are drawn together differ in lightness, too.
  good: '#12A594',
  attention: 'orange',
  bad: 'semi-dark-red',
  neutral: 'text',

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
