// All dashboards, for who came without an address.
import { TextLink } from '@grafana/ui';

export function List({ dashboards }) {
  return (
    <div style={{ padding: 32 }}>
      <h1>Dashboards</h1>
      {dashboards.map(({ uid, title, description }) => (
        <p key={uid}>
          <TextLink href={`/d/${uid}`}>{title}</TextLink>
          <br />
          {description}
        </p>
      ))}
    </div>
  );
}
