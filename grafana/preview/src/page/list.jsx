// All dashboards, for who came without an address.
import { useTheme2 } from '@grafana/ui';

export function List({ dashboards }) {
  const theme = useTheme2();
  return (
    <div style={{ padding: 32 }}>
      <h1>Dashboards</h1>
      {dashboards.map(({ uid, title, description }) => (
        <p key={uid}>
          <a href={`/d/${uid}`} style={{ color: theme.colors.text.link }}>
            {title}
          </a>
          <br />
          {description}
        </p>
      ))}
    </div>
  );
}
